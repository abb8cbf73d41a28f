import { createHash } from 'node:crypto';
import type { Random } from '../fuzz/random.ts';
import type { Json } from '../support/client.ts';
import type { LrsRequest } from '../support/lrs.ts';
import { type Batch, isVoiding, type Ledger, VOIDED } from './ledger.ts';

const SHARES = { resent: 0.1, conflict: 0.05, attachment: 0.05, definition: 0.3, put: 0.5 } as const;
/** Of statements. */
const KINDS = [
  [90, 'plain'],
  [3, 'untimed'],
  [2, 'voiding'],
  [1, 'voiding of what comes later'],
  [2, 'voided before it came'],
  [2, 'reference'],
] as const;
const BOUNDARY = 'torture';

/** A request of so many new statements, and sometimes earlier ones. */
export function someBatch(ledger: Ledger, random: Random, size: number): Batch {
  const own = Array.from({ length: size }, () => someStatement(ledger, random));
  if (random.chance(SHARES.definition)) define(own[0], random);
  const earlier = ledger.some(random);
  if (earlier !== undefined && random.chance(SHARES.conflict)) {
    const other = { ...earlier, result: { response: 'something else' } };
    return { own, statements: [...own, other], conflicts: true };
  }
  if (earlier !== undefined && size > 1 && random.chance(SHARES.resent)) {
    return { own, statements: [earlier, ...own], conflicts: false };
  }
  if (!random.chance(SHARES.attachment)) return { own, statements: own, conflicts: false };
  const attachment = random.uuid().repeat(1 + random.int(500));
  own[0].attachments = [declarationOf(attachment)];
  return { own, statements: own, conflicts: false, attachment };
}

/** Says of an activity what no other statement says of it. */
function define({ object }: Json, random: Random): void {
  if (object.definition === undefined) return;
  object.definition.extensions = { [`https://torture.example/extensions/${random.uuid()}`]: true };
}

/** An acknowledged statement, sent again alone. */
export const again = (statement: Json): Batch => ({ own: [], statements: [statement], conflicts: false });

function someStatement(ledger: Ledger, random: Random): Json {
  const statement = ledger.next();
  const kind = random.weighted(KINDS.map(([weight, name]) => [weight, name]));
  const earlier = ledger.some(random);
  if (kind === 'untimed') delete statement.timestamp;
  if (kind === 'voided before it came') return { ...statement, id: ledger.late.pop() ?? statement.id };
  if (kind === 'voiding of what comes later') {
    const id = random.uuid();
    return voidingOf(ledger, statement, id);
  }
  if (earlier === undefined || isVoiding(earlier)) return statement;
  if (kind === 'voiding' && !ledger.voids.has(earlier.id)) return voidingOf(ledger, statement, earlier.id);
  if (kind === 'reference') return aboutStatement(statement, earlier.id);
  return statement;
}

function voidingOf(ledger: Ledger, { result: _result, ...statement }: Json, id: string): Json {
  ledger.voids.set(id, 'open');
  return { ...aboutStatement(statement, id), verb: { id: VOIDED } };
}

/** A platform belongs to an activity. */
function aboutStatement(statement: Json, id: string): Json {
  const { platform: _platform, ...context } = statement.context;
  return { ...statement, object: { objectType: 'StatementRef', id }, context };
}

function declarationOf(content: string): object {
  return {
    usageType: 'https://torture.example/note',
    display: { en: 'A note' },
    contentType: 'text/plain',
    length: content.length,
    sha2: createHash('sha256').update(content).digest('hex'),
  };
}

/** The HTTP request of a batch. One without companions may be a PUT. */
export function requestOf({ statements, attachment }: Batch, random: Random): [path: string, request: LrsRequest] {
  const [first] = statements;
  if (attachment !== undefined) return ['/statements', multipart(statements, attachment)];
  if (statements.length > 1 || !random.chance(SHARES.put)) return ['/statements', { method: 'POST', body: statements }];
  return [`/statements?statementId=${first.id}`, { method: 'PUT', body: first }];
}

function multipart(statements: readonly Json[], attachment: string): LrsRequest {
  const body = [
    `--${BOUNDARY}\r\nContent-Type: application/json\r\n`,
    JSON.stringify(statements),
    `--${BOUNDARY}\r\nContent-Transfer-Encoding: binary`,
    `X-Experience-API-Hash: ${statements[0].attachments[0].sha2}\r\n`,
    `${attachment}\r\n--${BOUNDARY}--\r\n`,
  ].join('\r\n');
  return { method: 'POST', headers: { 'content-type': `multipart/mixed; boundary=${BOUNDARY}` }, body };
}
