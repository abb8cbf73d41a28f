import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { DocumentResource } from '../../../../domain/document/address.ts';
import { problem } from '../../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../../shared/app.ts';
import type { ProgressApp } from '../../app-env.ts';
import { versionHeader, XAPI_SECURITY } from '../described.ts';
import { type ResourceScopes, requireCredential } from '../manners.ts';
import { requireVersion } from '../version.ts';
import { deleteDocuments, getDocuments, writeDocument } from './handlers.ts';

/** [XDOC-1] An operator looks at documents; `all/read` reads everything. */
const STATE_SCOPES: ResourceScopes = {
  readers: ['state', 'all/read', 'all', 'operator'],
  writers: ['state', 'all'],
};
const PROFILE_SCOPES: ResourceScopes = {
  readers: ['profile', 'all/read', 'all', 'operator'],
  writers: ['profile', 'all'],
};

interface Row {
  readonly path: string;
  readonly resource: DocumentResource;
  readonly scopes: ResourceScopes;
  readonly what: string;
  /** Names of the parameters; the last is the id of the document. */
  readonly names: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    path: '/activities/state',
    resource: 'state',
    scopes: STATE_SCOPES,
    what: "an agent's state in an activity",
    names: ['activityId', 'agent', 'registration', 'stateId'],
  },
  {
    path: '/activities/profile',
    resource: 'activity-profile',
    scopes: PROFILE_SCOPES,
    what: 'the profile of an activity',
    names: ['activityId', 'profileId'],
  },
  {
    path: '/agents/profile',
    resource: 'agent-profile',
    scopes: PROFILE_SCOPES,
    what: 'the profile of an agent',
    names: ['agent', 'profileId'],
  },
];

export function documentRoutes(app: OpenAPIHono<ProgressApp>, root: string): void {
  for (const row of ROWS) {
    const path = root + row.path;
    app.use(path, requireCredential(row.scopes), requireVersion);
    app.get(path, getDocuments(row.resource));
    app.put(path, writeDocument(row.resource, 'PUT'));
    app.post(path, writeDocument(row.resource, 'POST'));
    app.delete(path, deleteDocuments(row.resource));
    app.all(path, (c) =>
      refuse(c, problem('method_not_allowed', `${c.req.method} is not offered on documents.`), {
        allow: 'GET, HEAD, PUT, POST, DELETE, OPTIONS',
      }),
    );
    describe(app, path, row);
  }
}

/** The bytes of a document are anything at all, so these routes are written into the OpenAPI document by hand. */
function describe(app: OpenAPIHono<ProgressApp>, path: string, { what, names, resource }: Row): void {
  const text = (list: readonly string[]) => Object.fromEntries(list.map((name) => [name, z.string().optional()]));
  const headers = z.object({
    ...versionHeader(path),
    ...text(['If-Match', 'If-None-Match']),
  });
  const content = { '*/*': { schema: z.string().openapi({ format: 'binary' }) } };
  const of = { path, tags: ['xAPI'], security: XAPI_SECURITY };
  const request = { headers, query: z.object(text(names)) };
  const one = `One document of ${what}`;
  app.openAPIRegistry.registerPath({
    ...of,
    method: 'get',
    summary: `${one}, or the ids of all`,
    request: { headers, query: z.object(text([...names, 'since'])) },
    responses: {
      200: { description: 'The document, or a JSON array of ids', content },
      304: { description: 'It is the one that If-None-Match names' },
      ...problems(400, 401, 403, 404, 412),
    },
  });
  const written = { 204: { description: 'Done' }, ...problems(400, 401, 403, 409, 412, 413) };
  const put = { ...of, request: { ...request, body: { content } }, responses: written };
  app.openAPIRegistry.registerPath({ ...put, method: 'put', summary: `Stores: ${one}` });
  app.openAPIRegistry.registerPath({ ...put, method: 'post', summary: `Merges or stores: ${one}` });
  app.openAPIRegistry.registerPath({
    ...of,
    method: 'delete',
    summary: resource === 'state' ? `Removes: ${one}, or all of them` : `Removes: ${one}`,
    request,
    responses: { 204: { description: 'It is gone' }, ...problems(400, 401, 403, 412) },
  });
}
