import { parseId } from '../../../domain/kernel/ids.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { RETURN_PATH } from '../../../domain/session/au/index.ts';
import { LOGO_PATH } from '../../../domain/session/contract.ts';
import { logLine } from '../../shared/log.ts';
import { shellOrigin } from '../../shared/origins.ts';
import { problemResponse } from '../../shared/problems.ts';
import { admit, issue } from '../access.ts';
import { answerJournal } from '../journal.ts';
import { TOKEN_SECONDS } from '../tokens.ts';
import { contentCookie, contentTokenOf } from './cookie.ts';
import { answerFetch, FETCH_PATH } from './fetch-token.ts';
import { serveFile } from './files.ts';
import { openPackage, servedRecord } from './packages.ts';
import { framePage, noticePage } from './pages.ts';
import { packagePath } from './paths.ts';
import { courseHeaders, frameHeaders, logoHeaders, noticeHeaders } from './policy.ts';
import { answerXapi, isXapi } from './xapi.ts';

/** Bytes of a logo: it comes beside the course's first page, and is shown smaller than a thumb. */
const LOGO_BYTES_MAX = 512 * 1024;

/** One request to the content origin of a package. */
interface ContentRequest {
  readonly request: Request;
  readonly env: DeliveryEnv;
  readonly url: URL;
  readonly tenant: string;
  readonly packageId: string;
  readonly shell: string;
  readonly requestId: string;
}

/**
 * Serves the content origin of a package: its files to holders of the content cookie, `/.lectern/*`, and `/xapi` to the
 * activities that are launched; nothing else.
 */
export async function serveContent(request: Request, env: DeliveryEnv, packageId: string): Promise<Response> {
  const began = Date.now();
  const url = new URL(request.url);
  const requestId = crypto.randomUUID();
  const response = await answer(request, env, { url, packageId, requestId }).catch((error: unknown) => {
    logLine({ service: 'content', requestId, level: 'error', error: String(error) });
    return problemResponse(problem('internal', 'The file could not be read.'), requestId);
  });
  response.headers.set('x-request-id', requestId);
  // The path only: the query of a frame's address is a credential.
  const { method } = request;
  const ms = Date.now() - began;
  logLine({ service: 'content', requestId, packageId, method, path: url.pathname, status: response.status, ms });
  return response;
}

function answer(
  request: Request,
  env: DeliveryEnv,
  at: { url: URL; packageId: string; requestId: string },
): Promise<Response> {
  const shell = shellOrigin(request.url, env.SHELL_HOST);
  const id = parseId(at.packageId, 'pkg');
  if (!id.ok) return Promise.resolve(notFound(shell));
  const asked: ContentRequest = { request, env, tenant: id.value.tenant, shell, ...at };
  switch (`${request.method} ${at.url.pathname}`) {
    case 'GET /.lectern/frame':
      return frame(asked);
    case 'POST /.lectern/journal':
      return journal(asked);
    case `GET ${RETURN_PATH}`:
      return Promise.resolve(left(shell));
    case `GET ${LOGO_PATH}`:
      return logo(asked);
  }
  if (at.url.pathname === FETCH_PATH) return answerFetch(asked);
  if (isXapi(request, at.url)) return answerXapi(asked);
  if (at.url.pathname.startsWith('/.lectern/')) return Promise.resolve(notFound(shell));
  return file(asked);
}

/** Exchanges the grant in the address for the content cookie and shows the runtime frame. */
async function frame({ env, url, tenant, packageId, shell }: ContentRequest): Promise<Response> {
  const grant = await admit(env, url.searchParams.get('grant') ?? undefined, { audience: 'content', tenant });
  if (grant?.packageId !== packageId) return notOpen(shell);
  const record = await servedRecord(env, tenant, packageId);
  if (record === undefined) return notFound(shell);
  const cookie = await issue(env, { audience: 'content-cookie', tenant, session: grant.session, packageId });
  return new Response(framePage(shell), {
    headers: { ...frameHeaders(shell, record.frames), 'set-cookie': contentCookie(cookie) },
  });
}

/**
 * The journal of the frame's own session. Every answer to it that is good renews the content cookie in time: the frame
 * is heard of while the course is open, and a course that is open stays open.
 */
async function journal(asked: ContentRequest): Promise<Response> {
  const { request, env, tenant, packageId, requestId } = asked;
  const { claims, response } = await answerJournal({ request, env, tenant, packageId, requestId });
  if (claims === null || !response.ok || (await isFresh(asked))) return response;
  const cookie = await issue(env, { audience: 'content-cookie', tenant, session: claims.session, packageId });
  response.headers.append('set-cookie', contentCookie(cookie));
  return response;
}

/** Whether the cookie lasts for more than half of its time. */
async function isFresh({ request, env, tenant, packageId }: ContentRequest): Promise<boolean> {
  const cookie = await admit(env, contentTokenOf(request.headers), { audience: 'content-cookie', tenant });
  if (cookie?.packageId !== packageId) return false;
  return cookie.expires - Date.now() / 1000 > TOKEN_SECONDS['content-cookie'] / 2;
}

/** The course's logo, for the shell: the only thing of a package that another origin may show. */
async function logo({ request, env, tenant, packageId, shell }: ContentRequest): Promise<Response> {
  const cookie = await admit(env, contentTokenOf(request.headers), { audience: 'content-cookie', tenant });
  if (cookie?.packageId !== packageId) return notOpen(shell);
  const record = await servedRecord(env, tenant, packageId);
  if (record?.logo === undefined) return notFound(shell);
  const files = await openPackage(env, record);
  const found = files.find(record.logo);
  const shows = found?.entry.mediaType.startsWith('image/') === true && found.entry.bytes <= LOGO_BYTES_MAX;
  return shows ? serveFile(request, files, found, logoHeaders()) : notFound(shell);
}

async function file({ request, env, url, tenant, packageId, shell }: ContentRequest): Promise<Response> {
  if (request.headers.get('service-worker') === 'script') {
    return notice(403, 'Not served', 'A course may not install a service worker.', shell);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refused = notice(405, 'Not possible', 'Files of a course can only be read.', shell);
    refused.headers.set('allow', 'GET, HEAD');
    return refused;
  }
  const cookie = await admit(env, contentTokenOf(request.headers), { audience: 'content-cookie', tenant });
  if (cookie?.packageId !== packageId) return notOpen(shell);
  const record = await servedRecord(env, tenant, packageId);
  if (record === undefined) return notFound(shell);
  const files = await openPackage(env, record);
  const path = packagePath(url.pathname);
  // A tool that percent-encodes names in its ZIP leaves pages that ask for the decoded ones.
  const found = path === undefined ? undefined : (files.find(path) ?? files.find(url.pathname.slice(1)));
  return found === undefined
    ? notFound(shell, `The course has no file ${url.pathname}.`)
    : serveFile(request, files, found, courseHeaders(shell, record.frames));
}

/** Where an AU goes when it has ended (cmi5, 10.2.6): in the player, or in a window of its own. */
const left = (shell: string): Response =>
  notice(200, 'You have left this part', 'Go on where the contents of the course are.', shell);

const notice = (status: number, title: string, text: string, shell: string): Response =>
  new Response(noticePage(title, text), { status, headers: noticeHeaders(shell) });

const notFound = (shell: string, text = 'There is no course at this address.'): Response =>
  notice(404, 'Not found', text, shell);

const notOpen = (shell: string): Response =>
  notice(401, 'This course is not open', 'Open it again from where you found it, then it is shown here.', shell);
