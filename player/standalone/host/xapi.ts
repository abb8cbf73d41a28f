/** A platform that launches this export as an xAPI activity ("tincan launch": endpoint, auth and actor in the address). */

import { learnerOf } from './cmi5.ts';
import type { Host, News } from './host.ts';
import { lasting, responses, scored, speak, type Voice } from './statements.ts';
import { openXapi } from './xapi-client.ts';

const SAVED = 'lectern.saved';

/** Undefined when this is no such launch. */
export async function connectXapi(parameters: URLSearchParams, activityId: string): Promise<Host | undefined> {
  const [endpoint, authorization, actor] = ['endpoint', 'auth', 'actor'].map((name) => parameters.get(name));
  if (!endpoint || !authorization || !actor) return undefined;
  const client = openXapi({
    endpoint: endpoint.endsWith('/') ? endpoint : `${endpoint}/`,
    authorization,
    actor: oneAgent(JSON.parse(actor) as Record<string, unknown>),
    registration: parameters.get('registration') ?? undefined,
    activityId: parameters.get('activity_id') ?? activityId,
  });
  const saved = await client.readState(SAVED);
  return xapiHost(client, saved);
}

/** Early platforms send lists where an actor has one value each. */
function oneAgent(actor: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const one = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
  return Object.fromEntries(Object.entries(actor).map(([key, value]) => [key, one(value)]));
}

function xapiHost(client: ReturnType<typeof openXapi>, saved: string | undefined): Host {
  const voice: Voice = { launch: client.launch, context: {} };
  const said = { completed: false, success: 'unknown' };
  let kept = saved;
  let ended = false;

  const known = ({ report }: News): object => ({
    ...(report.completion === 'unknown' ? {} : { completion: report.completion === 'completed' }),
    ...(report.success === 'unknown' ? {} : { success: report.success === 'passed' }),
    ...scored(report.score),
  });
  const tell = (news: News): void => {
    if (ended) return;
    const { completion, success } = news.report;
    const result = { ...known(news), ...lasting(news.hundredths) };
    const verbs = [
      ...(completion === 'completed' && !said.completed ? ['completed'] : []),
      ...(success !== 'unknown' && success !== said.success ? [success] : []),
    ];
    said.completed ||= completion === 'completed';
    said.success = success;
    const all = [...responses(voice, news), ...verbs.map((verb) => speak(voice, { verb, result }))];
    if (all.length > 0) client.send(all);
  };
  client.send([speak(voice, { verb: saved === undefined ? 'initialized' : 'resumed' })]);
  return {
    learner: learnerOf(client.launch.actor),
    mode: 'normal',
    credit: 'credit',
    saved,
    returns: false,
    tell,
    keep([text]) {
      if (!ended && text !== undefined && text !== kept) client.writeState(SAVED, text);
      kept = text;
      return 0;
    },
    end(news) {
      if (ended) return;
      tell(news);
      ended = true;
      const verb = news.report.suspended ? 'suspended' : 'terminated';
      client.send([speak(voice, { verb, result: { ...known(news), ...lasting(news.hundredths) } })]);
    },
    gone: client.leave,
    depart() {},
  };
}
