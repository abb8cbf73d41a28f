import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../fuzz/random.ts';
import type { Json } from '../support/client.ts';
import { pause } from '../support/stack.ts';
import type { Batch } from './ledger.ts';
import { type Parties, send } from './load.ts';

/** Statements that are asked for by id: the last ones before the kill, and some of all. */
const NEWEST = 100;
const ANY = 50;
/** Of a request that is not there, or was sent again. */
const FEW = 5;
/**
 * Of several logs, what was claimed for a batch that was being stored when they were killed is free after some five
 * seconds, or known to be stored. Until then the store says that it has to be sent again.
 */
const SETTLED_MS = 20_000;
const SEND_AGAIN_MS = 500;
/** Questions at a time. */
const ASKERS = 6;

/** Holds what the store says after a kill against what was acknowledged before it, and sends again what was not answered. */
export async function check(parties: Parties, random: Random, since: string): Promise<void> {
  const { ledger } = parties;
  const seen = await walk(parties, since);
  await each(ledger.open, (batch) => checkOpen(parties, batch, seen));
  await each(someStored(parties, random), (sent) => checkOne(parties, sent));
  await checkDocuments(parties);
  for (const batch of ledger.open) await sendAgain(parties, random, batch);
  await checkDefinitions(parties);
  ledger.open = [];
  ledger.recent = [];
  ledger.defined.clear();
}

/** A request without an answer is there whole or not at all, one that has to be refused not at all. */
async function checkOpen(
  { lrs, ledger, findings }: Parties,
  { own, conflicts }: Batch,
  seen: ReadonlySet<string>,
): Promise<void> {
  // What may be voided is on no page for another reason.
  const told = own.filter(({ id }) => !ledger.voids.has(id));
  const there = told.filter(({ id }) => seen.has(id));
  if (conflicts && there.length > 0) findings.add('strange', `${there.length} statements of a request with a conflict`);
  if (!conflicts && there.length > 0 && there.length < told.length) {
    findings.add('torn', `${there.length} of ${told.length} from ${told[0].id} on`);
  }
  if (there.length > 0) return;
  for (const { id } of own.slice(0, FEW)) {
    if ((await find(lrs, id)) !== undefined) findings.add('torn', `${id} is there, and nothing else of its request`);
  }
}

interface Found {
  readonly statement: Json;
  readonly isVoided: boolean;
}

async function find(lrs: Parties['lrs'], id: string): Promise<Found | undefined> {
  const valid = await lrs.one(id);
  if (valid.status === 200) return { statement: valid.json, isVoided: false };
  const voided = await lrs.one(id, 'voidedStatementId');
  if (voided.status === 200) return { statement: voided.json, isVoided: true };
  if (valid.status === 404 && voided.status === 404) return undefined;
  throw new Error(`${id}: ${valid.status} and ${voided.status} ${JSON.stringify(voided.json)}`);
}

/** All that is stored later, over `more`: nothing twice, nothing that was not sent, all that was acknowledged. */
export async function walk(
  { lrs, ledger, findings }: Parties,
  since: string | undefined,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const open = new Map(
    ledger.open.filter(({ conflicts }) => !conflicts).flatMap(({ own }) => own.map((one) => [one.id, one])),
  );
  const query = new URLSearchParams({ ascending: 'true', ...(since === undefined ? {} : { since }) });
  for (let path = `/statements?${query}`; path !== ''; ) {
    const { status, json } = await lrs.ask(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
    for (const statement of json.statements) {
      const sent = ledger.stored.get(statement.id) ?? open.get(statement.id);
      if (seen.has(statement.id)) findings.add('doubled', statement.id);
      else if (sent === undefined) findings.add('strange', statement.id);
      else if (!saysTheSame(statement, sent)) findings.add('changed', statement.id);
      if (ledger.voids.get(statement.id) === 'acknowledged') findings.add('voiding', `${statement.id} is on a page`);
      seen.add(statement.id);
    }
    path = json.more;
  }
  for (const { id } of since === undefined ? ledger.stored.values() : ledger.recent) {
    if (!seen.has(id) && !ledger.voids.has(id)) findings.add('lost', `${id} is on no page`);
  }
  return seen;
}

function someStored({ ledger }: Parties, random: Random): Json[] {
  const newest = ledger.recent.slice(-NEWEST);
  const recentlyVoided = newest.flatMap(({ object }) => ledger.stored.get(object.id) ?? []);
  const any = Array.from({ length: ANY }, () => ledger.some(random)).filter((one) => one !== undefined);
  return [...new Set([...newest, ...recentlyVoided, ...any])];
}

async function checkOne({ lrs, ledger, findings }: Parties, sent: Json): Promise<void> {
  const found = await find(lrs, sent.id);
  if (found === undefined) return findings.add('lost', sent.id);
  if (!saysTheSame(found.statement, sent)) findings.add('changed', sent.id);
  const voiding = ledger.voids.get(sent.id);
  if (voiding !== 'open' && found.isVoided !== (voiding === 'acknowledged')) {
    findings.add('voiding', `${sent.id} is ${found.isVoided ? '' : 'not '}voided`);
  }
  const attachment = ledger.attachments.get(sent.id);
  if (attachment === undefined) return;
  const name = found.isVoided ? 'voidedStatementId' : 'statementId';
  const { json } = await lrs.ask(`/statements?${name}=${sent.id}&attachments=true`);
  if (!String(json).includes(attachment)) findings.add('attachments', sent.id);
}

/** What is acknowledged is there, or what was sent after it and not answered. */
async function checkDocuments({ lrs, ledger, findings }: Parties): Promise<void> {
  await each([...ledger.documents.values()], async (document) => {
    const { status, json } = await lrs.ask(document.query);
    const text = status === 200 ? JSON.stringify(json) : undefined;
    const allowed = document.open === undefined ? [document.acknowledged] : [document.acknowledged, document.open];
    if (!allowed.includes(text)) findings.add('documents', `${document.query}: ${status} ${text}`);
    document.acknowledged = text;
    document.open = undefined;
  });
}

/** What acknowledged statements say of an activity is known of it. */
async function checkDefinitions({ lrs, ledger, findings }: Parties): Promise<void> {
  await each([...ledger.defined], async ([activity, said]) => {
    const { json } = await lrs.ask(`/activities?${new URLSearchParams({ activityId: activity })}`);
    const known = json?.definition?.extensions ?? {};
    for (const one of said) if (!(one in known)) findings.add('definitions', `${activity}: ${one}`);
  });
}

async function sendAgain(parties: Parties, random: Random, batch: Batch): Promise<void> {
  const until = performance.now() + SETTLED_MS;
  while (!(await send(parties, random, batch))) {
    if (performance.now() > until) return parties.findings.add('refused', `${batch.statements.length} sent again`);
    await pause(SEND_AGAIN_MS);
  }
  const stored = batch.own.filter(({ id }) => parties.ledger.stored.has(id));
  for (const sent of stored.slice(0, FEW)) await checkOne(parties, sent);
}

/** What was sent is there as it was sent; the store adds, and takes nothing away. */
export const saysTheSame = (stored: Json, sent: Json): boolean =>
  Object.keys(sent).every((name) => isDeepStrictEqual(stored[name], sent[name]));

async function each<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const ask = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: ASKERS }, ask));
}
