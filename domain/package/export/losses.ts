import { type PlayPackageManifest, type StructureNode, walk } from '../manifest.ts';
import type { Sequencing } from '../scorm2004/sequencing.ts';
import { masteryOf } from './mastery.ts';
import { type ExportCode, type ExportFinding, exportFinding } from './report.ts';
import { type CrossingFormat, FORMAT_TITLES } from './target.ts';

/** A course that crosses into another format. */
interface Crossed {
  readonly manifest: PlayPackageManifest;
  readonly nodes: readonly StructureNode[];
  readonly target: CrossingFormat;
}

interface Loss {
  readonly code: ExportCode;
  /** Whether this very course has it. */
  readonly applies: (course: Crossed) => boolean;
  readonly message: (target: string) => string;
}

const isScorm = (target: CrossingFormat): boolean => target === 'scorm12' || target === 'scorm2004';
const speaksXapi = ({ manifest }: Crossed): boolean => manifest.format === 'cmi5' || manifest.format === 'xapi';
const some =
  (holds: (node: StructureNode) => boolean) =>
  ({ nodes }: Crossed): boolean =>
    nodes.some(holds);
const sequencings = ({ manifest, nodes }: Crossed): Sequencing[] =>
  [manifest.scorm2004?.sequencing, ...nodes.map(({ scorm2004 }) => scorm2004?.sequencing)].filter(
    (sequencing) => sequencing !== undefined,
  );

/** More than that everything may be chosen and Continue leads on, which every player does. */
function steers({ controlMode: mode, objectives: _, deliveryControls: __, ...rules }: Sequencing): boolean {
  return Object.keys(rules).length > 0 || mode?.choice === false || mode?.forwardOnly === true;
}

/** In the order of the words in `report.ts`. */
const LOSSES: readonly Loss[] = [
  {
    code: 'sequencing_lost',
    applies: (course) => sequencings(course).some(steers),
    message: (target) =>
      `The course says in which order and under which conditions its parts open; ${target} has no such rules, so every part can be opened at any time.`,
  },
  {
    code: 'global_objectives_lost',
    applies: (course) =>
      sequencings(course).some(({ objectives }) => objectives?.some(({ maps }) => maps !== undefined) === true),
    message: () => 'Parts of the course share objectives with each other; each part keeps its own.',
  },
  {
    code: 'shared_data_lost',
    applies: some(({ scorm2004 }) => scorm2004?.data !== undefined),
    message: () => 'Parts of the course share stores of data; each part has its own.',
  },
  {
    code: 'prerequisites_lost',
    applies: some(({ scorm12 }) => scorm12?.prerequisites !== undefined),
    message: (target) =>
      `Parts of the course have prerequisites, which ${target} does not have in this form; every part can be opened at any time.`,
  },
  {
    code: 'time_limit_lost',
    applies: some(
      ({ scorm12, scorm2004 }) =>
        scorm12?.maxTimeAllowed !== undefined ||
        scorm2004?.sequencing?.limitConditions?.attemptAbsoluteDurationLimit !== undefined,
    ),
    message: () =>
      'Parts of the course have a time limit. They are told of it; the learning system does not enforce it.',
  },
  {
    code: 'languages_lost',
    applies: (course) => isScorm(course.target) && some(hasLanguages)(course),
    message: (target) => `Titles are there in several languages; ${target} has one title for each part.`,
  },
  {
    code: 'suspend_data_short',
    applies: (course) =>
      course.target === 'scorm12' && (course.manifest.format.startsWith('scorm2004') || speaksXapi(course)),
    message: (target) =>
      `${target} keeps 4,096 characters of a part between two visits. A part that keeps more begins anew when it is opened again.`,
  },
  {
    code: 'statements_reduced',
    applies: speaksXapi,
    message: () =>
      'The statements of the course itself do not reach the learning system; completion, success, score, time and answers in them do.',
  },
  {
    code: 'launch_outside',
    applies: some(({ launch }) => launch !== undefined && /^https?:/i.test(launch.path)),
    message: () => 'Parts of the course lie on other servers; they are opened, and what happens there is not reported.',
  },
  {
    code: 'mastery_translated',
    applies: (course) => course.target !== 'xapi' && some((node) => masteryOf(node) !== undefined)(course),
    message: (target) => `The score at which parts are passed is told to the learning system as ${target} says it.`,
  },
  {
    code: 'move_on_translated',
    applies: some(({ cmi5 }) => cmi5?.moveOn !== undefined && cmi5.moveOn !== 'CompletedOrPassed'),
    message: () => 'When the learner may move on (moveOn) is decided by the added player, and told as completion.',
  },
  {
    code: 'one_activity',
    applies: ({ target, nodes }) => target === 'xapi' && nodes.filter(({ launch }) => launch !== undefined).length > 1,
    message: () => 'The learning system sees one activity; the added player shows the parts of the course itself.',
  },
  {
    code: 'hidden_shown',
    applies: (course) => !isScorm(course.target) && some(({ visible }) => !visible)(course),
    message: (target) => `Parts of the course are hidden; ${target} has no hidden parts, so they are listed.`,
  },
];

const hasLanguages = ({ cmi5, xapi }: StructureNode): boolean =>
  [cmi5?.title, cmi5?.description, xapi?.name, xapi?.description].some(
    (map) => map !== undefined && Object.keys(map).length > 1,
  );

/** What of this very course the new format says otherwise or cannot say. What the course does not use is not mentioned. */
export function lossesOf(manifest: PlayPackageManifest, target: CrossingFormat): ExportFinding[] {
  const course = { manifest, nodes: [...walk(manifest.structure)], target };
  return LOSSES.filter(({ applies }) => applies(course)).map(({ code, message }) =>
    exportFinding(code, message(FORMAT_TITLES[target])),
  );
}
