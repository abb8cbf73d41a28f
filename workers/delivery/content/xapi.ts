import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { AU_RESOURCES, type AuResource } from '../../../domain/session/au/index.ts';
import { boundaryOf, MultipartError, partsOf } from '../../../domain/statement/multipart.ts';
import { prepareStatements } from '../../../domain/statement/prepare.ts';
import type { Statement, XapiVersion } from '../../../domain/statement/types.ts';
import { versionNamed } from '../../../domain/statement/version.ts';
import type { LaunchedCourse } from '../../../durable-objects/play-session/contract.ts';
import { readCredential } from '../../shared/auth.ts';
import { utf8 } from '../../shared/base64.ts';
import { logLine } from '../../shared/log.ts';
import { problemResponse } from '../../shared/problems.ts';
import { type ProgressRpc, rpcOf } from '../../shared/rpc.ts';
import { admit } from '../access.ts';
import { sessionObject } from '../session-object.ts';
import type { ClaimsOf } from '../tokens.ts';
import { readBytes } from './body.ts';
import { openToAll, preflight } from './cross-origin.ts';

/** A request to the content host's own `/xapi`. */
export interface XapiAsked {
  readonly request: Request;
  readonly env: DeliveryEnv;
  readonly url: URL;
  readonly tenant: string;
  readonly packageId: string;
  readonly requestId: string;
}

/**
 * Bytes of one request of a launched activity, attachments included: it is held whole, here and in its session, so that
 * the session may admit it before the store has it.
 */
export const XAPI_REQUEST_BYTES_MAX = 4 * 1024 * 1024;

const VERSION_HEADER = 'x-experience-api-version';
const CHALLENGE = { 'www-authenticate': 'Basic realm="xAPI", charset="UTF-8"' };

/** xAPI for the activities of this package that are launched: each with the credential of its launch, for its session. */
export async function answerXapi(asked: XapiAsked): Promise<Response> {
  const { request, requestId } = asked;
  if (request.method === 'OPTIONS') return preflight(request);
  const answer = await route(asked).catch((error: unknown) => {
    if (error instanceof MultipartError) return problem('bad_request', `The multipart body: ${error.message}.`);
    throw error;
  });
  const response = answer instanceof Response ? answer : problemResponse(answer, requestId, challengeOf(answer));
  if (!response.headers.has(VERSION_HEADER)) response.headers.set(VERSION_HEADER, versionAsked(request) ?? '1.0.3');
  return openToAll(response, request);
}

const challengeOf = ({ code }: Problem): Record<string, string> => (code === 'unauthorized' ? CHALLENGE : {});

const versionAsked = ({ headers }: Request): XapiVersion | undefined => versionNamed(headers.get(VERSION_HEADER) ?? '');

/** Clients join the endpoint and a resource with one slash too many. */
const resourcePath = ({ pathname }: URL): string =>
  pathname
    .split('/')
    .filter((part) => part !== '')
    .slice(1)
    .join('/');

/** A course may have a folder of that name: what is no resource, and asked for without a credential, is a file of it. */
export function isXapi({ method, headers }: Request, url: URL): boolean {
  if (!url.pathname.startsWith('/xapi/')) return false;
  const path = resourcePath(url);
  const isResource = path === 'about' || AU_RESOURCES.some((name) => name === path);
  return isResource || (method !== 'GET' && method !== 'HEAD') || headers.has('authorization');
}

async function route(asked: XapiAsked): Promise<Response | Problem> {
  const { request, url } = asked;
  const path = resourcePath(url);
  if (path === 'about') return forward(asked, [], { registration: '', id: asked.packageId, name: asked.packageId });
  const resource = AU_RESOURCES.find((name) => name === path);
  if (resource === undefined) return problem('not_found', `There is no ${url.pathname} on a course's host.`);
  const claims = await holderOf(asked);
  if (claims === null) {
    const detail = 'Send `Authorization: Basic` with the credential that this launch was given.';
    return problem('unauthorized', detail, 'Authorization');
  }
  if (url.searchParams.has('method')) {
    const detail = 'The alternate request syntax is not offered to launched activities: use the method itself.';
    return problem('query_invalid', detail, 'query.method');
  }
  const writes = request.method === 'PUT' || request.method === 'POST';
  return resource === 'statements' && writes ? tell(asked, claims) : ask(asked, claims, resource);
}

/** Who holds the credential, when it is one for an activity of this very package. */
async function holderOf({ request, env, tenant, packageId }: XapiAsked): Promise<ClaimsOf<'xapi'> | null> {
  const credential = readCredential(request.headers.get('authorization') ?? undefined);
  const token = credential?.scheme === 'basic' ? credential.secret : undefined;
  const claims = await admit(env, token, { audience: 'xapi', tenant });
  return claims?.packageId === packageId ? claims : null;
}

async function ask(asked: XapiAsked, claims: ClaimsOf<'xapi'>, resource: AuResource): Promise<Response | Problem> {
  const { request, env, url } = asked;
  const query = [...url.searchParams];
  const session = sessionObject(env, claims.session);
  const admitted = await session.ask({ session: claims.activity, method: request.method, resource, query });
  if ('problem' in admitted) return admitted.problem;
  return forward(asked, admitted.query, admitted.course);
}

/** Passes a request on that may be asked, without what it was admitted by. */
async function forward(
  { request, env, url, tenant, requestId }: XapiAsked,
  query: readonly (readonly [string, string])[],
  { registration, id, name }: LaunchedCourse,
): Promise<Response | Problem> {
  const passed = new Request(addressOf(url, query), new Request(request, { headers: passedOn(request.headers) }));
  const launched = { tenant, registration, course: { id, name } };
  const answer = await rpcOf<ProgressRpc>(env.PROGRESS)
    .xapi(passed, launched)
    .catch((error: unknown) => {
      logLine({ service: 'content', requestId, level: 'error', error: `xAPI: ${String(error)}` });
      return problem('too_many_requests', 'The record store does not answer yet.');
    });
  if (!(answer instanceof Response)) return answer;
  // Headers of an answer that came from elsewhere cannot be set.
  return new Response(answer.body, answer);
}

/** Where progress has the resource. */
function addressOf(url: URL, query: readonly (readonly [string, string])[]): URL {
  const at = new URL(`/xapi/${resourcePath(url)}`, url);
  at.search = String(new URLSearchParams(query.map(([key, value]) => [key, value])));
  return at;
}

/** Credentials end here: neither the launch's nor the content cookie goes any further. */
function passedOn(headers: Headers): Headers {
  const passed = new Headers(headers);
  for (const name of ['authorization', 'cookie', 'origin']) passed.delete(name);
  return passed;
}

async function tell(asked: XapiAsked, claims: ClaimsOf<'xapi'>): Promise<Response | Problem> {
  const { request, env, url } = asked;
  const header = request.headers.get(VERSION_HEADER);
  if (header === null) {
    return problem('xapi_version_missing', `Send the header X-Experience-API-Version: 1.0.3.`, VERSION_HEADER);
  }
  const version = versionNamed(header);
  if (version === undefined) {
    return problem('xapi_version_unsupported', `Version ${header} is not offered.`, VERSION_HEADER);
  }
  const body = await readBytes(request, XAPI_REQUEST_BYTES_MAX);
  if (body === null) {
    return problem('payload_too_large', `A request of a course has at most ${XAPI_REQUEST_BYTES_MAX} bytes.`);
  }
  const sent = await statementsOf(request.headers.get('content-type') ?? '', body);
  if (!sent.ok) return sent.error;
  const input = withId(sent.value, request.method, url.searchParams.get('statementId'));
  const statements = checked(input, version);
  if (!statements.ok) return statements.error;
  const answer = await sessionObject(env, claims.session).tell({
    activity: claims.activity,
    statements: statements.value,
    many: Array.isArray(input),
    method: request.method,
    url: addressOf(url, [...url.searchParams]).href,
    headers: [...passedOn(request.headers)],
    body,
  });
  if ('problem' in answer) return answer.problem;
  const { status, headers } = answer;
  return new Response(status === 204 ? null : answer.body, { status, headers: headers.map(([n, v]) => [n, v]) });
}

/** [XAPI-6] A PUT may name its statement in the address alone. */
const withId = (input: unknown, method: string, statementId: string | null): unknown =>
  method === 'PUT' && statementId !== null && typeof input === 'object' && input !== null && !Array.isArray(input)
    ? { id: statementId, ...input }
    : input;

/**
 * The statements by the rules of xAPI, as they were sent: one without an id has none. Checked before the session has them:
 * it has one thread, and JSON may be nested deeper than a call to it can carry.
 */
function checked(input: unknown, version: XapiVersion): Result<readonly Statement[], Problem> {
  const prepared = prepareStatements(input, { authority: {}, version, newId: () => crypto.randomUUID() });
  if (!prepared.ok) return prepared;
  const sent = (Array.isArray(input) ? input : [input]) as readonly Statement[];
  return ok(
    prepared.value.map(({ statement }, i) => {
      const { id, ...rest } = statement;
      return sent[i]!.id === undefined ? rest : { id, ...rest };
    }),
  );
}

/** The statements of a body: all of it, or the first part of one with attachments. */
async function statementsOf(contentType: string, body: Uint8Array): Promise<Result<unknown, Problem>> {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  let json = body;
  if (type === 'multipart/mixed') {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined) return err(problem('bad_request', 'multipart/mixed needs a boundary.', 'Content-Type'));
    json = await firstPart(body, boundary);
  } else if (type !== 'application/json') {
    return err(problem('bad_request', 'Send statements as application/json or multipart/mixed.', 'Content-Type'));
  }
  try {
    return ok(JSON.parse(utf8(json)) as unknown);
  } catch (error) {
    return err(problem('bad_request', `The body is not JSON in UTF-8: ${(error as Error).message}`, '$'));
  }
}

async function firstPart(body: Uint8Array, boundary: string): Promise<Uint8Array> {
  async function* whole() {
    yield body;
  }
  const chunks: Uint8Array[] = [];
  for await (const part of partsOf(whole(), boundary)) {
    for await (const chunk of part.body) chunks.push(chunk);
    break;
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
