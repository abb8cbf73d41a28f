import type { Context } from 'hono';
import { attachmentsOf } from '../../../domain/statement/attachments.ts';
import { languageRanges } from '../../../domain/statement/language.ts';
import type { AnswerForm } from '../../../domain/statement/query.ts';
import { activityIdsOf, canonicalOf, idsOf } from '../../../domain/statement/shape.ts';
import type { ActivityDefinition, StoredStatement } from '../../../domain/statement/types.ts';
import { readAttachment } from '../../../r2/attachment-store.ts';
import { regional } from '../../shared/regions.ts';
import { streamOf } from '../../shared/stream.ts';
import type { ProgressApp } from '../app-env.ts';
import type { LogStub } from '../services/bindings.ts';

/** Tells of a signature whether it holds; it was accepted in any case. */
const VERDICT_HEADER = 'X-Lectern-Signature';
const encoder = new TextEncoder();

/** [XAPI-14] The JSON texts of the log in the form asked for. Exact is what is stored, to the letter. */
export async function inForm(
  texts: readonly string[],
  format: AnswerForm['format'],
  { log, acceptLanguage }: { log: Pick<LogStub, 'definitions'>; acceptLanguage: string | undefined },
): Promise<string[]> {
  if (format === 'exact') return [...texts];
  const statements = texts.map((text) => JSON.parse(text) as StoredStatement);
  if (format === 'ids') return statements.map((statement) => JSON.stringify(idsOf(statement)));
  const known = await knownDefinitions(log, statements);
  const ranges = languageRanges(acceptLanguage);
  return statements.map((statement) => JSON.stringify(canonicalOf(statement, ranges, known)));
}

async function knownDefinitions(log: Pick<LogStub, 'definitions'>, statements: readonly StoredStatement[]) {
  const ids = [...new Set(statements.flatMap((statement) => [...activityIdsOf(statement)]))];
  const known = new Map<string, ActivityDefinition>();
  if (ids.length === 0) return known;
  for (const [i, definition] of (await log.definitions(ids)).entries()) {
    if (definition !== null) known.set(ids[i]!, JSON.parse(definition) as ActivityDefinition);
  }
  return known;
}

/** What a request for statements is answered with. */
export interface Answer {
  /** The body, as JSON. */
  readonly json: string;
  /** The statements in it, as they are stored. */
  readonly statements: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** [XAPI-13] With attachments always multipart/mixed, even when there are none; without, plain JSON. */
export function answer(c: Context<ProgressApp>, form: AnswerForm, { json, statements, headers }: Answer): Response {
  if (!form.attachments) return c.body(json, 200, { ...headers, 'content-type': 'application/json' });
  const boundary = `lectern-${crypto.randomUUID()}`;
  const { tenant, region } = c.var.principal;
  const bucket = regional<R2Bucket>(c.env, 'ATTACHMENTS', region);
  const chunks = multipart(boundary, json, (sha2) => readAttachment(bucket, tenant, sha2), hashesOf(statements));
  return c.body(streamOf(chunks), 200, { ...headers, 'content-type': `multipart/mixed; boundary=${boundary}` });
}

/** Each content once, whoever declares it. */
function hashesOf(statements: readonly string[]): Set<string> {
  const hashes = new Set<string>();
  for (const text of statements) {
    for (const { attachment } of attachmentsOf(JSON.parse(text) as StoredStatement)) {
      hashes.add(attachment.sha2.toLowerCase());
    }
  }
  return hashes;
}

type Read = (sha2: string) => ReturnType<typeof readAttachment>;

/** One content is open at a time; what the store does not have lies at its fileUrl. */
async function* multipart(boundary: string, json: string, read: Read, hashes: ReadonlySet<string>) {
  yield encoder.encode(`--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}\r\n`);
  for (const sha2 of hashes) {
    const content = await read(sha2);
    if (content === null) continue;
    const lines = [
      `--${boundary}`,
      `Content-Type: ${content.contentType}`,
      'Content-Transfer-Encoding: binary',
      `X-Experience-API-Hash: ${sha2}`,
      ...(content.verdict === undefined ? [] : [`${VERDICT_HEADER}: ${content.verdict}`]),
    ];
    yield encoder.encode(`${lines.join('\r\n')}\r\n\r\n`);
    yield* content.body;
    yield encoder.encode('\r\n');
  }
  yield encoder.encode(`--${boundary}--\r\n`);
}
