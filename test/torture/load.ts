import { Random } from '../fuzz/random.ts';
import type { Lrs } from '../support/lrs.ts';
import { pause } from '../support/stack.ts';
import type { Findings } from './findings.ts';
import type { Batch, Ledger } from './ledger.ts';
import { again, requestOf, someBatch } from './requests.ts';

/** New statements of a request, a connection each. */
const SIZES = [1, 1, 1, 20, 20, 200];
const SHARES = { document: 0.1, again: 0.05 } as const;
/** Of one connection; they are written over and over. */
const DOCUMENTS = 5;
const BUSY_MS = 50;

export interface Parties {
  readonly lrs: Lrs;
  readonly ledger: Ledger;
  readonly findings: Findings;
}

/** Sends on all connections until `ended` says so, which it does when the server is gone. */
export async function load(
  parties: Parties,
  ended: () => boolean,
  randomOf: (connection: number) => Random,
): Promise<void> {
  await Promise.all(
    SIZES.map(async (size, connection) => {
      const random = randomOf(connection);
      while (!ended()) {
        if (random.chance(SHARES.document)) await writeDocument(parties, random, connection);
        else await sendSome(parties, random, size);
      }
    }),
  );
}

async function sendSome(parties: Parties, random: Random, size: number): Promise<void> {
  const { ledger } = parties;
  const earlier = random.chance(SHARES.again) ? ledger.some(random) : undefined;
  const batch = earlier === undefined ? someBatch(ledger, random, size) : again(earlier);
  const isAnswered = await send(parties, random, batch);
  if (!isAnswered) ledger.open.push(batch);
}

/** False when there was no answer that says what became of it. */
export async function send({ lrs, ledger, findings }: Parties, random: Random, batch: Batch): Promise<boolean> {
  const [path, request] = requestOf(batch, random);
  const answer = await lrs.ask(path, request).catch(() => undefined);
  if (answer === undefined) return false;
  const { status } = answer;
  const what = `${request.method} of ${batch.statements.length}: ${status} ${JSON.stringify(answer.json)?.slice(0, 500)}`;
  if (status >= 500) findings.add('errors', what);
  if (status >= 500 || status === 429) {
    await pause(BUSY_MS);
    return false;
  }
  const isStored = status === 200 || status === 204;
  if (isStored !== !batch.conflicts || (batch.conflicts && status !== 409)) findings.add('refused', what);
  if (isStored) ledger.acknowledge(batch);
  if (isStored) ledger.late.push(...lateOf(batch, ledger));
  return true;
}

/** What the batch voids and nobody has sent. */
const lateOf = ({ own }: Batch, { stored, voids }: Ledger): string[] =>
  own.flatMap(({ object }) => (voids.has(object.id) && !stored.has(object.id) ? [object.id] : []));

async function writeDocument({ lrs, ledger, findings }: Parties, random: Random, connection: number): Promise<void> {
  const query = new URLSearchParams({
    activityId: 'https://torture.example/activity',
    agent: '{"mbox":"mailto:torture@learners.example"}',
    stateId: `${connection}-${random.int(DOCUMENTS)}`,
  });
  const document = ledger.document(`/activities/state?${query}`);
  const text = JSON.stringify({ value: random.uuid() });
  document.open = text;
  const answer = await lrs.ask(document.query, { method: 'PUT', body: text }).catch(() => undefined);
  if (answer === undefined) return;
  if (answer.status !== 204) findings.add(answer.status >= 500 ? 'errors' : 'refused', `document: ${answer.status}`);
  else document.acknowledged = text;
  document.open = undefined;
}

/** A stream of its own for each round and connection, so that a seed sends the same as long as answers are the same. */
export const randomOf = (seed: number, round: number, connection: number): Random =>
  new Random(seed, round * 100 + connection);
