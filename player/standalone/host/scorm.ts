import {
  type Answer,
  answerForScorm12,
  answerForScorm2004,
  type Element,
  forScorm12,
  forScorm2004,
  type ObjectiveReport,
  objectiveForScorm12,
  objectiveForScorm2004,
  type Report,
} from '../../../domain/runtime/crossing/index.ts';
import { findApi } from './find-api.ts';
import type { Host, News } from './host.ts';

type Api = Readonly<Record<string, (...args: string[]) => unknown>>;

/** What the two SCORM call the same things. */
interface Dialect {
  readonly api: 'API' | 'API_1484_11';
  readonly prefix: 'LMS' | '';
  readonly finish: string;
  readonly learnerId: string;
  readonly learnerName: string;
  readonly mode: string;
  readonly credit: string;
  /** What every platform keeps of suspend data; more is kept by many, and has to be asked back. */
  readonly savedChars: number;
  readonly report: (report: Report, hundredths: number) => Element[];
  readonly answer: (answer: Answer, at: number) => Element[];
  readonly objective: (objective: ObjectiveReport, at: number) => Element[];
}

export const DIALECTS: Readonly<Record<'scorm12' | 'scorm2004', Dialect>> = {
  scorm12: {
    api: 'API',
    prefix: 'LMS',
    finish: 'LMSFinish',
    learnerId: 'cmi.core.student_id',
    learnerName: 'cmi.core.student_name',
    mode: 'cmi.core.lesson_mode',
    credit: 'cmi.core.credit',
    savedChars: 4096,
    report: forScorm12,
    answer: answerForScorm12,
    objective: objectiveForScorm12,
  },
  scorm2004: {
    api: 'API_1484_11',
    prefix: '',
    finish: 'Terminate',
    learnerId: 'cmi.learner_id',
    learnerName: 'cmi.learner_name',
    mode: 'cmi.mode',
    credit: 'cmi.credit',
    savedChars: 64_000,
    report: forScorm2004,
    answer: answerForScorm2004,
    objective: objectiveForScorm2004,
  },
};

const SAVED = 'cmi.suspend_data';

/** A SCORM platform as a SCO sees it; undefined where there is none, or it does not let this SCO begin. */
export function connectScorm(dialect: Dialect, from: Window): Host | undefined {
  const api = findApi(dialect.api, from) as Api | undefined;
  if (api === undefined) return undefined;
  const call = (method: string, ...args: string[]): string => String(api[method]?.(...args) ?? '');
  if (!isTrue(call(`${dialect.prefix}Initialize`, '')) && !isRunning(dialect, call)) return undefined;
  return scormHost(dialect, call);
}

/** The page was loaded again within one launch: the platform refuses to begin, and still answers. */
function isRunning({ prefix, learnerId }: Dialect, call: (method: string, ...args: string[]) => string): boolean {
  return call(`${prefix}GetValue`, learnerId) !== '' && call(`${prefix}GetLastError`) === '0';
}

/** Platforms answer with the string, some with the boolean. */
const isTrue = (answer: string): boolean => answer === 'true' || answer === '1';

function scormHost(dialect: Dialect, call: (method: string, ...args: string[]) => string): Host {
  const get = (element: string): string => call(`${dialect.prefix}GetValue`, element);
  const set = (element: string, value: string): boolean => isTrue(call(`${dialect.prefix}SetValue`, element, value));
  const commit = (): string => call(`${dialect.prefix}Commit`, '');
  const told = new Map<string, string>();
  // Answers of earlier sessions stay: ours begin behind them.
  const answersBefore = Number(get('cmi.interactions._count')) || 0;
  // Objectives have their place by their id: the export's own manifest, or an earlier sitting, may have made some.
  const objectives = Array.from({ length: Number(get('cmi.objectives._count')) || 0 }, (_, n) =>
    get(`cmi.objectives.${n}.id`),
  );
  let ended = false;

  const say = ([element, value]: Element): void => {
    if (told.get(element) === value) return;
    // What this platform refuses is not asked again; the rest still counts.
    told.set(element, value);
    set(element, value);
  };
  const tell = ({ report, answers, hundredths }: News): void => {
    if (ended) return;
    for (const { at, answer } of answers)
      for (const element of dialect.answer(answer, answersBefore + at)) say(element);
    for (const element of dialect.report(report, hundredths)) say(element);
    for (const objective of report.objectives ?? []) {
      const [[, id]] = dialect.objective(objective, 0) as [Element];
      const known = objectives.indexOf(id);
      const at = known === -1 ? objectives.push(id) - 1 : known;
      for (const element of dialect.objective(objective, at)) say(element);
    }
    commit();
  };
  return {
    learner: { id: get(dialect.learnerId), name: get(dialect.learnerName) },
    mode: modeOf(get(dialect.mode)),
    credit: get(dialect.credit) === 'no-credit' ? 'no-credit' : 'credit',
    saved: get(SAVED) || undefined,
    returns: false,
    tell,
    keep(texts) {
      if (ended) return 0;
      return texts.findIndex((text) => {
        if (told.get(SAVED) === text) return true;
        if (!set(SAVED, text) || (text.length > dialect.savedChars && get(SAVED) !== text)) return false;
        told.set(SAVED, text);
        return true;
      });
    },
    end(news) {
      tell(news);
      if (!ended) call(dialect.finish, '');
      ended = true;
    },
    // The platform's API is synchronous, and has its own way to take a course away.
    gone() {},
    depart() {},
  };
}

const modeOf = (mode: string): Host['mode'] => (mode === 'browse' || mode === 'review' ? mode : 'normal');
