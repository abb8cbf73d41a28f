/** An LMS that launches this export as a cmi5 AU (cmi5 Quartz). */
import type { Host, News } from './host.ts';
import { judged, lasting, responses, type Spoken, scored, speak, type Voice, type Words } from './statements.ts';
import { openXapi, type XapiClient } from './xapi-client.ts';

/** The state document in which the player keeps the course's data, and what it has said. */
const SAVED = 'lectern.saved';
/** What the learner prefers (cmi5 11): an AU has to ask for it before it says anything (11.0), also when it can follow none of it. */
const PREFERENCES = 'cmi5LearnerPreferences';
const CMI5 = { id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' };
const MOVE_ON = { id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' };
const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';

/** LMS.LaunchData (cmi5 10.0), as far as it is used here. */
interface LaunchData {
  readonly contextTemplate: Readonly<Record<string, unknown>>;
  readonly launchMode: 'Normal' | 'Browse' | 'Review';
  readonly masteryScore?: number;
  readonly returnURL?: string;
}

/** Undefined when this is no cmi5 launch, or the LMS gives no token. */
export async function connectCmi5(parameters: URLSearchParams): Promise<Host | undefined> {
  const [endpoint, fetchUrl, actor, registration, activityId] = (
    ['endpoint', 'fetch', 'actor', 'registration', 'activityId'] as const
  ).map((name) => parameters.get(name));
  if (!endpoint || !fetchUrl || !actor || !registration || !activityId) return undefined;
  const token = (await (await fetch(fetchUrl, { method: 'POST' })).json()) as { 'auth-token'?: string };
  if (token['auth-token'] === undefined) return undefined;
  const client = openXapi({
    endpoint: endpoint.endsWith('/') ? endpoint : `${endpoint}/`,
    authorization: `Basic ${token['auth-token']}`,
    actor: JSON.parse(actor) as Record<string, unknown>,
    registration,
    activityId,
  });
  const [launchData, saved] = await Promise.all([
    client.readState('LMS.LaunchData'),
    client.readState(SAVED),
    client.readProfile(PREFERENCES),
  ]);
  if (launchData === undefined) return undefined;
  return cmi5Host(client, JSON.parse(launchData) as LaunchData, readSaved(saved));
}

interface SavedDocument {
  readonly course?: string;
  readonly spoken: Spoken;
}

function readSaved(text: string | undefined): SavedDocument {
  return text === undefined ? { spoken: { completed: false, passed: false } } : (JSON.parse(text) as SavedDocument);
}

function cmi5Host(client: XapiClient, data: LaunchData, { course, spoken }: SavedDocument): Host {
  const { launch } = client;
  const template = data.contextTemplate;
  const activities = (template.contextActivities ?? {}) as Readonly<Record<string, unknown[]>>;
  const voice: Voice = { launch, context: template };
  const normal = data.launchMode === 'Normal';
  let kept = course;
  let ended = false;

  /** What cmi5 defines carries its category, and that of moveOn where it decides (9.6.2). */
  const defined = (words: Words, decides = false): object => {
    const category = [...(activities.category ?? []), CMI5, ...(decides ? [MOVE_ON] : [])];
    const mastery = decides && words.verb !== 'completed' && data.masteryScore !== undefined;
    const extensions = { ...(template.extensions as object), ...(mastery ? { [MASTERY]: data.masteryScore } : {}) };
    return speak(voice, {
      ...words,
      context: { ...template, contextActivities: { ...activities, category }, extensions },
    });
  };
  const keep = (text: string | undefined): void => {
    kept = text;
    const document: SavedDocument = { ...(text === undefined ? {} : { course: text }), spoken };
    client.writeState(SAVED, JSON.stringify(document));
  };
  /** Verdicts are said once a registration; a failure only at the end, because a later try may pass (9.3.4, 9.3.5). */
  const verdicts = ({ report, hundredths }: News, atEnd: boolean): object[] => {
    const success = judged(report, data.masteryScore);
    const said: object[] = [];
    if (report.completion === 'completed' && !spoken.completed) {
      spoken.completed = true;
      said.push(defined({ verb: 'completed', result: { completion: true, ...lasting(hundredths) } }, true));
    }
    const fails = success === 'failed' && atEnd;
    if ((success === 'passed' || fails) && !spoken.passed) {
      spoken.passed = success === 'passed';
      const result = { success: success === 'passed', ...scored(report.score), ...lasting(hundredths) };
      said.push(defined({ verb: success, result }, true));
    }
    return said;
  };
  const tell = (news: News, atEnd: boolean): void => {
    if (ended || !normal) return;
    const before = { ...spoken };
    const said = [...responses(voice, news), ...verdicts(news, atEnd)];
    if (said.length > 0) client.send(said);
    if (before.completed !== spoken.completed || before.passed !== spoken.passed) keep(kept);
  };
  client.send([defined({ verb: 'initialized' })]);
  return {
    learner: learnerOf(launch.actor),
    mode: normal ? 'normal' : data.launchMode === 'Browse' ? 'browse' : 'review',
    credit: normal ? 'credit' : 'no-credit',
    saved: course,
    returns: data.returnURL !== undefined,
    tell: (news) => tell(news, false),
    keep([text]) {
      if (!ended && normal && text !== kept) keep(text);
      return 0;
    },
    end(news) {
      if (ended) return;
      tell(news, true);
      ended = true;
      client.send([defined({ verb: 'terminated', result: lasting(news.hundredths) })]);
    },
    gone: client.leave,
    depart() {
      if (data.returnURL !== undefined) void client.flushed().then(() => location.replace(data.returnURL!));
    },
  };
}

/** The learner as a SCO is told: the account's name, which an actor of cmi5 has. */
export function learnerOf(actor: Readonly<Record<string, unknown>>): Host['learner'] {
  const account = actor.account as { readonly name?: string } | undefined;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    id: account?.name ?? text(actor.mbox) ?? text(actor.mbox_sha1sum) ?? 'learner',
    name: text(actor.name) ?? '',
  };
}
