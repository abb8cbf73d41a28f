import { createHash, randomUUID } from 'node:crypto';
import type { Client, ImportJob, Json, PlaySession } from './client.ts';
import type { Stack } from './stack.ts';

/** One thing of each kind that a tenant can own, for asking after them with somebody else's credentials. */
export interface World {
  tenant: string;
  importId: string;
  uploadId: string;
  enrolmentId: string;
  /** An upload by tus. */
  tusId: string;
  credentialId: string;
  issuerId: string;
  packageId: string;
  exportId: string;
  session: PlaySession;
  launch: Json;
  statementId: string;
  /** Of an import of statements with a line that was refused. */
  statementImportId: string;
  /** Of another statement: one that somebody else tries to store under the same id. */
  takenStatementId: string;
}

/** Makes a little of everything for the tenant that `npm start` has given the sample course. */
export async function makeWorld(stack: Stack, client: Client): Promise<World> {
  const [{ id: importId, packageId }] = (await client.all('/api/v1/imports')) as [ImportJob];
  const account = { homePage: 'https://people.example', name: 'secret-learner' };
  const enrol = { packageId, learner: { name: 'Secret Learner', account }, dueAt: '2030-01-01T00:00:00Z' };
  const enrolment = (await (await client.post('/api/v1/enrolments', enrol)).json()) as Json;
  const tusHeaders = { 'tus-resumable': '1.0.0', 'upload-length': String(UPLOAD.bytes) };
  const tus = (await (await client.request('/api/v1/tus', { method: 'POST', headers: tusHeaders })).json()) as Json;
  const upload = (await (await client.post('/api/v1/uploads', UPLOAD)).json()) as Json;
  const credential = (await (await client.post('/api/v1/credentials', { name: 'Secret client' })).json()) as Json;
  const issuer = (await (await client.post('/api/v1/issuers', ISSUER)).json()) as Json;
  const exported = (await (await client.post(`/api/v1/packages/${packageId}/exports`, EXPORT)).json()) as Json;
  const session = await client.openSession(packageId!, 'Secret Learner');
  const token = new URL(session.launchUrl).searchParams.get('launch');
  const launched = await fetch(`${stack.url}/api/v1/play-sessions/${session.id}/launches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  if (launched.status !== 201) throw new Error(`launch: ${launched.status} ${await launched.text()}`);
  const [statementId, takenStatementId] = [randomUUID(), randomUUID()];
  for (const id of [statementId, takenStatementId]) await storeStatement(stack, id);
  for (const [path, query] of Object.entries(DOCUMENTS)) await storeDocument(stack, path, query);
  const statementImportId = await importStatements(client);
  await settled(client);
  return {
    tenant: 'demo',
    importId,
    uploadId: upload.id,
    enrolmentId: enrolment.id,
    tusId: tus.id,
    credentialId: credential.id,
    issuerId: issuer.id,
    packageId: packageId!,
    exportId: exported.id,
    session,
    launch: await launched.json(),
    statementId,
    statementImportId,
    takenStatementId,
  };
}

/** The projector tells of statements a moment after they were stored: longer than that nothing new is waited for. */
const QUIET_MS = 3000;

/** Waits until no more events come. */
async function settled(client: Client): Promise<void> {
  for (let before = -1, now = 0; now !== before; ) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    now = (await client.events()).length;
  }
}

/** A file of two lines, of which one is refused; answers when the import has ended. */
async function importStatements(client: Client): Promise<string> {
  const sent = await client.request('/api/v1/statements/imports?filename=of-secret-learner.ndjson', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify({ ...STATEMENT, id: randomUUID() })}\n{"of":"Secret Learner"}\n`,
  });
  if (sent.status !== 202) throw new Error(`import of statements: ${sent.status} ${await sent.text()}`);
  const { id } = (await sent.json()) as Json;
  await client.statementsImported(id);
  return id;
}

async function storeStatement(stack: Stack, id: string): Promise<void> {
  const stored = await fetch(`${stack.url}/xapi/statements?statementId=${id}`, {
    method: 'PUT',
    headers: { ...xapiHeaders(stack.tenants.demo!), 'content-type': 'multipart/mixed; boundary=b' },
    body: WITH_ATTACHMENT,
  });
  if (stored.status !== 204) throw new Error(`statement: ${stored.status} ${await stored.text()}`);
}

async function storeDocument(stack: Stack, path: string, query: Record<string, string>): Promise<void> {
  const stored = await fetch(`${stack.url}/xapi/${path}?${new URLSearchParams(query)}`, {
    method: 'PUT',
    headers: { ...xapiHeaders(stack.tenants.demo!), 'if-none-match': '*' },
    body: JSON.stringify({ of: 'Secret Learner' }),
  });
  if (stored.status !== 204) throw new Error(`document: ${stored.status} ${await stored.text()}`);
}

export const EXPORT = { format: 'scorm12' };

export const UPLOAD = { filename: 'course.zip', bytes: 1024 };

/** The public half of a key that nobody has. */
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'NHk4Hf6Vg8z4E7ZUXSfvHgHoxfbnpZPr2GweScEIJAY',
  y: 'k5BeX_Xb0IdVw0pzzbvCLHYIvhgbYl9388-v9G1ycFE',
};

export const ISSUER = {
  name: 'Login of Secret Learner',
  issuer: 'https://login.example',
  audience: 'https://lrs.example',
  grants: { scopes: ['statements/write'] },
  jwks: { keys: [KEY] },
};

export const STATEMENT = {
  actor: { account: { homePage: 'https://people.example', name: 'secret-learner' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: {
    id: 'https://activities.example/secret',
    definition: { name: { en: 'What the Secret Learner does' } },
  },
};

const CONTENT = 'of the Secret Learner';
export const ATTACHMENT = {
  usageType: 'https://activities.example/note',
  display: { en: 'A note' },
  contentType: 'text/plain',
  length: CONTENT.length,
  sha2: createHash('sha256').update(CONTENT).digest('hex'),
};
const WITH_ATTACHMENT = [
  '--b\r\nContent-Type: application/json\r\n',
  JSON.stringify({ ...STATEMENT, attachments: [ATTACHMENT] }),
  `--b\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${ATTACHMENT.sha2}\r\n`,
  `${CONTENT}\r\n--b--\r\n`,
].join('\r\n');

/** A document of each resource, by its path below `/xapi`. */
export const DOCUMENTS: Readonly<Record<string, Record<string, string>>> = {
  'activities/state': {
    activityId: STATEMENT.object.id,
    agent: JSON.stringify(STATEMENT.actor),
    stateId: 'of-secret-learner',
  },
  'activities/profile': { activityId: STATEMENT.object.id, profileId: 'of-secret-learner' },
  'agents/profile': { agent: JSON.stringify(STATEMENT.actor), profileId: 'of-secret-learner' },
};

export const xapiHeaders = ({ xapi }: { xapi: { key: string; secret: string } }): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${xapi.key}:${xapi.secret}`).toString('base64')}`,
  'content-type': 'application/json',
  'x-experience-api-version': '1.0.3',
});
