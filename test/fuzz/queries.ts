import { bentBytes, mutated } from './mutate.ts';
import type { Random } from './random.ts';
import { earlier, type Maker, someActivity, someActor, someRegistration, someVerb } from './statements.ts';
import { anyText } from './values.ts';

/** Percent-encodes what a request line cannot hold; a stray `%` stays, because clients send such. */
export const encoded = (value: string) => encodeURIComponent(value.toWellFormed()).replaceAll('%25', '%');

export function queryOf(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}

/** Parameters of which some are left out, twice, misnamed, or have another value. */
export function bentEntries(entries: readonly (readonly [string, string])[], random: Random): [string, string][] {
  const out: [string, string][] = [];
  for (const [name, value] of entries) {
    if (random.chance(0.3)) continue;
    const key = random.chance(0.02)
      ? random.pick([name.toUpperCase(), ` ${name}`, '__proto__', anyText(random)])
      : name;
    out.push([key, random.chance(0.15) ? anyText(random) : value]);
    if (random.chance(0.02)) out.push([name, value]);
  }
  return out;
}

export function statementsQuery(maker: Maker): string {
  const { random } = maker;
  if (random.chance(0.2)) {
    const one: [string, string][] = [
      [random.pick(['statementId', 'voidedStatementId']), earlier(maker)],
      ...(random.chance(0.5) ? [['format', random.pick(['exact', 'ids', 'canonical'])] as [string, string]] : []),
      ...(random.chance(0.3) ? [['attachments', 'true'] as [string, string]] : []),
    ];
    return queryOf(random.chance(0.2) ? bentEntries(one, random) : one);
  }
  const all: [string, string][] = [
    ['agent', mutated(someActor(random), random)],
    ['verb', someVerb(random)],
    ['activity', someActivity(random)],
    ['registration', someRegistration(random)],
    ['related_activities', random.pick(['true', 'false'])],
    ['related_agents', random.pick(['true', 'false'])],
    ['since', '2026-01-01T00:00:00.000001Z'],
    ['until', new Date(Date.UTC(2026 + random.int(20), 1)).toISOString()],
    ['limit', String(random.int(120))],
    ['format', random.pick(['exact', 'ids', 'canonical'])],
    ['attachments', random.pick(['true', 'false'])],
    ['ascending', random.pick(['true', 'false'])],
  ];
  return queryOf(
    bentEntries(
      all.filter(() => random.chance(0.4)),
      random,
    ),
  );
}

/** Links as the store makes them, with positions that it never gave. */
export function moreQuery({ random }: Maker): string {
  const number = () => random.pick([0, 1, 5, 1e15, random.int(100_000), -1, 1.5]);
  const positions = Array.from({ length: random.pick([1, 1, 4, 0]) }, () => [
    random.chance(0.2) ? null : number(),
    number(),
  ]);
  const query = [[random.pick(['limit', 'ascending', 'foo']), random.pick(['1', 'true', ''])]];
  const token = ['demo', random.chance(0.7) ? [] : query, positions];
  const bytes = Buffer.from(random.chance(0.7) ? JSON.stringify(token) : mutated(token, random));
  return `more=${encoded((random.chance(0.2) ? bentBytes(bytes, random) : bytes).toString('base64url'))}`;
}
