import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { Client, type Json } from '../support/client.ts';
import { eventually, pause, type Stack, startStack } from '../support/stack.ts';

/** Bytes that no deflate makes smaller: copying them takes a second or two, in which the server is killed. */
const FILM_BYTES = 11_000_000;
const FILMS = 8;
/** The watch begins an export again when it has been silent for 25 s. */
const AGAIN_MS = 120_000;
/** Three exports, a start and the wait for the watch; on a busy machine each takes a while. */
const JOURNEY_MS = 400_000;
const TRIES = 5;
const LOOK_MS = 5;

let stack: Stack;
let client: Client;
let packageId: string;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack, stack.tenants.demo!);
  packageId = await client.importCourse('films.zip', course());
});
afterAll(() => stack?.stop());

it(
  '[PEX-6] an export whose server is killed ends after the next start, whole, and leaves nothing else',
  async () => {
    const undisturbed = await ended((await ask()).id);
    const id = await writing();
    await stack.kill();
    await stack.startAgain();
    expect(await client.get(`/api/v1/exports/${id}`)).toMatchObject({ state: 'running', download: null });

    const again = await ended(id);
    const { filename, bytes, report } = undisturbed;
    expect(again).toMatchObject({ filename, bytes, report });
    expect(await digestOf(again)).toBe(await digestOf(undisturbed));
    expect(keysOf(id)).toEqual(['archive.zip']);
    expect(stored(OPEN_UPLOADS).filter((key) => key.includes(id))).toEqual([]);
    // What would be told twice would come late.
    await pause(1500);
    const told = (await client.events()).filter(({ type, subject }) => type.includes('.export.') && subject === id);
    expect(told).toHaveLength(1);
  },
  JOURNEY_MS,
);

async function ask(): Promise<Json> {
  const response = await client.post(`/api/v1/packages/${packageId}/exports`, { format: 'scorm2004' });
  expect(response.status).toBe(202);
  return response.json();
}

/** Asks for exports until one is seen whose plan lies there and whose file does not: it is being written. */
async function writing(): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { id } = await ask();
    const until = Date.now() + AGAIN_MS;
    for (let keys: string[] = []; !keys.includes('archive.zip') && Date.now() < until; await pause(LOOK_MS)) {
      keys = keysOf(id);
      if (keys.includes('plan.json') && !keys.includes('archive.zip')) return id;
    }
  }
  throw new Error('every export was written at once');
}

const keysOf = (id: string): string[] =>
  stored(OBJECTS)
    .filter((key) => key.includes(`/${id}/`))
    .map((key) => key.split('/').at(-1)!);

const ended = (id: string): Promise<Json> =>
  eventually(
    'the export',
    async () => {
      const now: Json = await client.get(`/api/v1/exports/${id}`);
      if (now.state === 'failed') throw new Error(now.problem);
      return now.state === 'done' ? now : undefined;
    },
    AGAIN_MS,
  );

async function digestOf({ download }: Json): Promise<string> {
  const file = await client.request(download);
  return createHash('sha256')
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest('hex');
}

/** What lies in the local buckets, as R2's simulator has written it: keys of objects, and of uploads in parts. */
const OBJECTS = 'SELECT key FROM _mf_objects';
const OPEN_UPLOADS = 'SELECT key FROM _mf_multipart_uploads WHERE state = 0';

function stored(query: string): string[] {
  const folder = join(stack.stateDir, 'data/v3/r2/miniflare-R2BucketObject');
  const databases = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  return databases.flatMap((name) => {
    const database = new DatabaseSync(join(folder, name), { readOnly: true });
    try {
      return database
        .prepare(query)
        .all()
        .map(({ key }) => String(key));
    } finally {
      database.close();
    }
  });
}

function course(): Uint8Array<ArrayBuffer> {
  const films = Array.from({ length: FILMS }, (_, n) => `film-${n}.mp4`);
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="films" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Films</title><item identifier="i" identifierref="r"><title>All of them</title></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
${['index.html', ...films].map((path) => `<file href="${path}"/>`).join('')}</resource></resources></manifest>`;
  return new Uint8Array(
    makeZip([
      ['imsmanifest.xml', Buffer.from(manifest)],
      ['index.html', Buffer.from('<!doctype html><title>Films</title>')],
      ...films.map((path): [string, Buffer] => [path, randomBytes(FILM_BYTES)]),
    ]),
  );
}
