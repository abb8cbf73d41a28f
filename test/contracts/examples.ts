import { ATTACHMENT, DOCUMENTS, EXPORT, ISSUER, STATEMENT, UPLOAD, type World } from '../support/world.ts';

/**
 * How a route is asked after the things of tenant A, and what tenant B may see.
 * - `item`: names something of A: refused (401, 403 or 404)
 * - `collection`: a list of one's own: answers, with nothing of A in it
 * - `own`: makes or shows something of B: what comes back belongs to B
 * - `public`: needs no credential and tells nothing of a tenant
 */
export interface Example {
  kind: 'item' | 'collection' | 'own' | 'public';
  id?: string;
  part?: string;
  sha2?: string;
  query?: Record<string, string>;
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
}

const TUS = { 'tus-resumable': '1.0.0' };

const OWN_STATEMENT = {
  ...STATEMENT,
  actor: { account: { homePage: 'https://people.example', name: 'b' } },
  object: { id: STATEMENT.object.id },
};

const statementImport = (world: World): Example => ({ kind: 'item', id: world.statementImportId });
const session = (world: World, more: Partial<Example> = {}): Example => ({
  kind: 'item',
  id: world.session.id,
  ...more,
});
const learner = (world: World): Example => ({ kind: 'item', id: world.session.learner.id });

/** The same address in another tenant is another document, which is made, merged and removed there. */
function documentExamples(path: string): Record<string, () => Example | Example[]> {
  const { stateId: _, profileId: __, ...all } = DOCUMENTS[path]!;
  const one = { query: DOCUMENTS[path]! };
  return {
    [`GET /xapi/${path}`]: () => [
      { kind: 'item', ...one },
      { kind: 'collection', query: all },
    ],
    [`PUT /xapi/${path}`]: () => ({ kind: 'own', ...one, body: {} }),
    [`POST /xapi/${path}`]: () => ({ kind: 'own', ...one, body: {} }),
    [`DELETE /xapi/${path}`]: () => ({ kind: 'own', ...one }),
  };
}

/** One example for every route of the OpenAPI document; several where a route has several ways to name a thing. */
export const EXAMPLES: Readonly<Record<string, (world: World) => Example | Example[]>> = {
  'GET /api/v1/me': () => ({ kind: 'own' }),
  'GET /api/v1/credentials': () => ({ kind: 'collection' }),
  'POST /api/v1/credentials': () => ({ kind: 'own', body: { name: 'B' } }),
  'GET /api/v1/credentials/{id}': (w) => ({ kind: 'item', id: w.credentialId }),
  'PATCH /api/v1/credentials/{id}': (w) => ({ kind: 'item', id: w.credentialId, body: { name: 'B' } }),
  'DELETE /api/v1/credentials/{id}': (w) => ({ kind: 'item', id: w.credentialId }),
  'POST /api/v1/credentials/{id}/rotate': (w) => ({ kind: 'item', id: w.credentialId, body: { graceSeconds: 0 } }),
  'GET /api/v1/issuers': () => ({ kind: 'collection' }),
  // The same issuer with another audience is another registration.
  'POST /api/v1/issuers': () => ({ kind: 'own', body: { ...ISSUER, name: 'B', audience: 'https://b.example' } }),
  'GET /api/v1/issuers/{id}': (w) => ({ kind: 'item', id: w.issuerId }),
  'PATCH /api/v1/issuers/{id}': (w) => ({ kind: 'item', id: w.issuerId, body: { name: 'B' } }),
  'DELETE /api/v1/issuers/{id}': (w) => ({ kind: 'item', id: w.issuerId }),
  'POST /api/v1/imports': (w) => [
    { kind: 'item', query: { upload: w.uploadId } },
    { kind: 'own', query: { filename: 'x.zip' }, type: 'application/zip', body: 'PK\u0005\u0006' },
  ],
  'GET /api/v1/imports': () => ({ kind: 'collection' }),
  'GET /api/v1/imports/{id}': (w) => ({ kind: 'item', id: w.importId }),
  'GET /api/v1/imports/{id}/events': (w) => ({ kind: 'item', id: w.importId }),
  'POST /api/v1/uploads': () => ({ kind: 'own', body: UPLOAD }),
  'GET /api/v1/uploads/{id}': (w) => ({ kind: 'item', id: w.uploadId }),
  'DELETE /api/v1/uploads/{id}': (w) => ({ kind: 'item', id: w.uploadId }),
  'PUT /api/v1/uploads/{id}/parts/{part}': (w) => ({
    kind: 'item',
    id: w.uploadId,
    part: '1',
    type: 'application/octet-stream',
    body: 'x'.repeat(UPLOAD.bytes),
  }),
  'POST /api/v1/uploads/{id}/complete': (w) => ({ kind: 'item', id: w.uploadId }),
  'POST /api/v1/tus': () => ({ kind: 'own', headers: { ...TUS, 'upload-length': String(UPLOAD.bytes) } }),
  'GET /api/v1/tus/{id}': (w) => ({ kind: 'item', id: w.tusId }),
  'PATCH /api/v1/tus/{id}': (w) => ({
    kind: 'item',
    id: w.tusId,
    type: 'application/offset+octet-stream',
    headers: { ...TUS, 'upload-offset': '0' },
    body: 'x'.repeat(UPLOAD.bytes),
  }),
  'DELETE /api/v1/tus/{id}': (w) => ({ kind: 'item', id: w.tusId, headers: TUS }),
  'POST /api/v1/tus/{id}': (w) => ({
    kind: 'item',
    id: w.tusId,
    headers: { ...TUS, 'x-http-method-override': 'DELETE' },
  }),
  'GET /api/v1/packages': () => [{ kind: 'collection' }, { kind: 'collection', query: { q: 'First' } }],
  'GET /api/v1/packages/{id}': (w) => ({ kind: 'item', id: w.packageId }),
  'GET /api/v1/packages/{id}/manifest': (w) => ({ kind: 'item', id: w.packageId }),
  'POST /api/v1/packages/{id}/exports': (w) => ({ kind: 'item', id: w.packageId, body: EXPORT }),
  'GET /api/v1/packages/{id}/exports': (w) => ({ kind: 'item', id: w.packageId }),
  'GET /api/v1/exports/{id}': (w) => ({ kind: 'item', id: w.exportId }),
  'GET /api/v1/exports/{id}/events': (w) => ({ kind: 'item', id: w.exportId }),
  'GET /api/v1/exports/{id}/download': (w) => ({ kind: 'item', id: w.exportId }),
  'POST /api/v1/packages/{id}/archive': (w) => ({ kind: 'item', id: w.packageId }),
  'POST /api/v1/packages/{id}/unarchive': (w) => ({ kind: 'item', id: w.packageId }),
  'POST /api/v1/packages/{id}/revoke': (w) => ({ kind: 'item', id: w.packageId, body: { reason: 'x' } }),
  'POST /api/v1/enrolments': (w) => ({
    kind: 'item',
    body: {
      packageId: w.packageId,
      learner: { name: 'B', account: { homePage: 'https://people.example', name: 'b' } },
    },
  }),
  'GET /api/v1/enrolments': (w) => [
    { kind: 'collection' },
    { kind: 'collection', query: { learnerId: w.session.learner.id } },
    { kind: 'collection', query: { packageId: w.packageId } },
  ],
  'GET /api/v1/enrolments/{id}': (w) => ({ kind: 'item', id: w.enrolmentId }),
  'PATCH /api/v1/enrolments/{id}': (w) => ({ kind: 'item', id: w.enrolmentId, body: { dueAt: null } }),
  'DELETE /api/v1/enrolments/{id}': (w) => ({ kind: 'item', id: w.enrolmentId }),
  'GET /api/v1/learners': () => [{ kind: 'collection' }, { kind: 'collection', query: { q: 'Secret' } }],
  'GET /api/v1/learners/{id}': learner,
  'GET /api/v1/learners/{id}/attempts': learner,
  'GET /api/v1/learners/{id}/completions': learner,
  'GET /api/v1/learners/{id}/transcript': learner,
  'POST /api/v1/play-sessions': (w) => ({
    kind: 'item',
    body: {
      packageId: w.packageId,
      learner: { name: 'B', account: { homePage: 'https://people.example', name: 'b' } },
    },
  }),
  'GET /api/v1/play-sessions': (w) => [
    { kind: 'collection' },
    { kind: 'collection', query: { learnerId: w.session.learner.id } },
    { kind: 'collection', query: { packageId: w.packageId } },
  ],
  'GET /api/v1/play-sessions/{id}': session,
  'POST /api/v1/play-sessions/{id}/launches': session,
  'POST /api/v1/play-sessions/{id}/launch-links': session,
  'GET /api/v1/play-sessions/{id}/journal': session,
  'GET /api/v1/play-sessions/{id}/events': session,
  'POST /api/v1/play-sessions/{id}/journal': (w) =>
    session(w, { body: { writer: '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b', launch: w.launch.launch, entries: [] } }),
  'POST /api/v1/play-sessions/{id}/navigation': (w) =>
    session(w, { body: { launch: w.launch.launch, request: { type: 'start' }, cursorVersion: 0 } }),
  'POST /api/v1/statements/imports': () => [
    { kind: 'own', type: 'application/x-ndjson', body: JSON.stringify(OWN_STATEMENT) },
    { kind: 'own', query: { parts: 'true' } },
  ],
  'GET /api/v1/statements/imports': () => ({ kind: 'collection' }),
  'GET /api/v1/statements/imports/{id}': statementImport,
  'GET /api/v1/statements/imports/{id}/errors': statementImport,
  'PUT /api/v1/statements/imports/{id}/parts/{part}': (w) => ({
    ...statementImport(w),
    part: '1',
    type: 'application/octet-stream',
    body: '{}',
  }),
  'POST /api/v1/statements/imports/{id}/complete': statementImport,
  'POST /api/v1/statements/imports/{id}/cancel': statementImport,
  'GET /api/v1/statements/export': () => ({ kind: 'collection' }),
  'POST /api/v1/projections/rebuild': () => ({ kind: 'own', body: { compareOnly: true } }),
  'GET /api/v1/statements/logs': () => ({ kind: 'own' }),
  'POST /api/v1/statements/logs': () => ({ kind: 'own', body: { logs: 1 } }),
  'GET /api/v1/events': () => ({ kind: 'collection' }),
  'GET /api/v1/statements/{id}': (w) => ({ kind: 'item', id: w.statementId }),
  'GET /api/v1/statements/{id}/attachments/{sha2}': (w) => [
    { kind: 'item', id: w.statementId, sha2: ATTACHMENT.sha2 },
    // One's own statement leads to nobody else's content.
    { kind: 'item', id: w.takenStatementId, sha2: ATTACHMENT.sha2 },
  ],
  'GET /xapi/about': () => ({ kind: 'public' }),
  'GET /xapi/activities': () => ({ kind: 'collection', query: { activityId: STATEMENT.object.id } }),
  'GET /xapi/agents': () => ({ kind: 'own', query: { agent: JSON.stringify(OWN_STATEMENT.actor) } }),
  ...Object.assign({}, ...Object.keys(DOCUMENTS).map(documentExamples)),
  'GET /xapi/statements': (w) => [
    { kind: 'item', query: { statementId: w.statementId } },
    { kind: 'collection' },
    { kind: 'collection', query: { activity: STATEMENT.object.id } },
    { kind: 'collection', query: { registration: w.session.registration } },
    { kind: 'collection', query: { agent: JSON.stringify(STATEMENT.actor) } },
  ],
  'POST /xapi/statements': () => ({ kind: 'own', body: OWN_STATEMENT }),
  // The same id in another tenant is another statement.
  'PUT /xapi/statements': (w) => ({ kind: 'own', query: { statementId: w.takenStatementId }, body: OWN_STATEMENT }),
};

/** `/xapi/1.0.3/…` is `/xapi/…` with the version in the path. */
export const exampleOf = (method: string, path: string): ((world: World) => Example | Example[]) | undefined =>
  EXAMPLES[`${method} ${path.replace(/^\/xapi\/(1\.0\.3|2\.0)\//, '/xapi/')}`];
