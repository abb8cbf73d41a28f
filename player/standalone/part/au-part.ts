import { v4 as uuid } from 'uuid';
import {
  type Answer,
  answerOfStatement,
  listen,
  type MoveOn,
  reportOfStatements,
  SAID_NOTHING,
  type Said,
} from '../../../domain/runtime/crossing/index.ts';
import { documentKey, type KeptDocument } from '../lrs/documents.ts';
import { createLrs } from '../lrs/lrs.ts';
import { LRS_ENDPOINT, LRS_FETCH, LRS_ORIGIN } from '../lrs/lrs-address.ts';
import type { Part, PartContext } from './part.ts';

/** An AU of cmi5 (with `moveOn`) or the activity of an xAPI package. */
export interface AuGiven {
  /** What its statements name it by: of an xAPI package the publisher's id, of a cmi5 AU one made for this launch. */
  readonly activityId: string;
  readonly cmi5?: {
    readonly publisherId: string;
    readonly moveOn: MoveOn;
    readonly masteryScore?: number | undefined;
    readonly launchParameters?: string | undefined;
    readonly entitlementKey?: string | undefined;
  };
}

interface SavedAu {
  readonly registration: string;
  readonly said: Said;
  readonly documents: Readonly<Record<string, KeptDocument>>;
}

/** Gives the AU an LRS in the page (the shim in its pages finds it) and listens to what it says. */
export function auPart(given: AuGiven, { host, saved, changed }: PartContext): Part {
  const before = saved as SavedAu | undefined;
  const registration = before?.registration ?? uuid();
  let said = { ...(before?.said ?? SAID_NOTHING), terminated: false };
  let answers = new Map<number, Answer>();
  let answered = 0;
  const { query, documents } = given.cmi5 === undefined ? xapiLaunch() : cmi5Launch();
  const lrs = createLrs({
    saved: before?.documents ?? {},
    given: documents,
    heard(statement) {
      said = { ...listen(said, statement, given.activityId) };
      const answer = answerOfStatement(statement);
      if (answer !== undefined) answers.set(answered++, answer);
      changed(true);
    },
    changed: () => changed(false),
  });
  const report = () => reportOfStatements(said, given.cmi5?.moveOn);

  function launch(): Record<string, string> {
    const { id, name } = host.learner;
    const actor = {
      objectType: 'Agent',
      ...(name === '' ? {} : { name }),
      account: { homePage: LRS_ORIGIN, name: id },
    };
    return { endpoint: LRS_ENDPOINT, actor: JSON.stringify(actor), registration };
  }
  function xapiLaunch() {
    const more = { auth: `Basic ${btoa('lectern:lectern')}`, activity_id: given.activityId };
    return { query: { ...launch(), ...more }, documents: {} };
  }
  function cmi5Launch() {
    const { publisherId, ...data } = given.cmi5!;
    const contextActivities = { grouping: [{ objectType: 'Activity', id: publisherId }] };
    const extensions = { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': uuid() };
    const { moveOn, masteryScore, launchParameters, entitlementKey } = data;
    const launchData = {
      contextTemplate: { registration, contextActivities, extensions },
      launchMode: { normal: 'Normal', browse: 'Browse', review: 'Review' }[host.mode],
      moveOn,
      masteryScore,
      launchParameters,
      ...(entitlementKey === undefined ? {} : { entitlementKey: { courseStructure: entitlementKey } }),
    };
    const at = new URLSearchParams({ activityId: given.activityId, registration, stateId: 'LMS.LaunchData' });
    const document = { type: 'application/json', text: JSON.stringify(launchData) };
    return {
      query: { ...launch(), fetch: LRS_FETCH, activityId: given.activityId },
      documents: { [documentKey('activities/state', at)]: document },
    };
  }
  return {
    globals: { LecternLrs: lrs },
    // Launch parameters are percent-encoded, never with a plus for a space.
    query: new URLSearchParams(query).toString().replaceAll('+', '%20'),
    report,
    takeAnswers() {
      const taken = answers;
      answers = new Map();
      return taken;
    },
    save() {
      const all: SavedAu = { registration, said, documents: lrs.documents.kept() };
      return [all, { ...all, documents: {} }];
    },
    leave() {},
    get finished() {
      return said.terminated;
    },
    // An AU that has terminated goes back to its LMS (cmi5 10.2.5), which is us.
    get leaving() {
      return said.terminated;
    },
  };
}
