import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadsBegun } from '../../cli/uploads-begun.ts';
import { manifest12, organization, sco } from '../../domain/package/package.testing.ts';
import { makeZip } from '../../domain/package/zip/zip.testing.ts';
import { openBrowser } from '../support/browser.ts';
import { Client, type ImportJob } from '../support/client.ts';
import { ROOT, type Stack, startStack } from '../support/stack.ts';

/** Several parts of 8 MiB, so that a line can break in the middle of them. */
const NOISE_BYTES = 60_000_000;

let stack: Stack;
let client: Client;
let folder: string;
let file: string;
let zip: Uint8Array;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack, stack.tenants.demo!);
  folder = mkdtempSync(join(tmpdir(), 'lectern-uploads-'));
  file = join(folder, 'large course.zip');
  const item = '<item identifier="i" identifierref="r"><title>Film</title></item>';
  zip = makeZip([
    { name: 'imsmanifest.xml', data: manifest12(organization(item), sco('r', 'index.html')) },
    { name: 'index.html', data: '<!doctype html><title>Film</title>' },
    { name: 'film.mp4', data: randomFillSync(new Uint8Array(NOISE_BYTES)) },
  ]);
  writeFileSync(file, zip);
});
afterAll(async () => {
  await stack?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  endpoint: `${stack.url}/api/v1/tus`,
  headers: { authorization: `Bearer ${stack.tenants.demo!.operatorToken}` },
  metadata: { filename: 'large course.zip' },
});

it('an upload goes on by itself after the server was killed in the middle of it', async () => {
  const offsets: number[] = [];
  let killed: Promise<void> | undefined;
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(Buffer.from(zip), {
      ...settings(),
      retryDelays: Array.from({ length: 60 }, () => 1000),
      onProgress: (sent) => {
        if (sent > NOISE_BYTES / 2) killed ??= stack.kill().then(() => stack.startAgain());
      },
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD' && response.getStatus() === 200) {
          offsets.push(Number(response.getHeader('Upload-Offset')));
        }
      },
      onError: reject,
      onSuccess: () => resolve(upload.url!),
    });
    upload.start();
  });
  await killed;
  expect(offsets.length).toBeGreaterThan(0);
  expect(offsets[0]).toBeGreaterThan(0);
  expect(offsets[0]).toBeLessThan(zip.length);
  const begun = await client.request(`/api/v1/imports?upload=${url.split('/').at(-1)}`, { method: 'POST' });
  expect(begun.status).toBe(202);
  const job = await client.finished(((await begun.json()) as ImportJob).id);
  expect(job).toMatchObject({ state: 'built', filename: 'large course.zip', bytes: zip.length });
});

it('lectern import goes on with what an earlier run has sent', async () => {
  const state = { XDG_STATE_HOME: folder };
  const url = await new Promise<string>((resolve, reject) => {
    const source = createReadStream(file);
    const upload = new Upload(source as never, {
      ...settings(),
      chunkSize: 10_000_000,
      urlStorage: uploadsBegun(state),
      onChunkComplete: () => {
        source.destroy();
        upload.abort().then(() => resolve(upload.url!), reject);
      },
      onError: reject,
    });
    upload.start();
  });
  expect((await client.request(`/api/v1/uploads/${url.split('/').at(-1)}`)).status).toBe(200);
  const env = { ...process.env, ...state, LECTERN_STATE: stack.stateDir, LECTERN_URL: '', LECTERN_TOKEN: '' };
  const run = spawnSync(process.execPath, [join(ROOT, 'cli/bin/lectern.mjs'), 'import', file], {
    encoding: 'utf8',
    env,
  });
  expect([run.status, run.stdout]).toEqual([0, expect.stringMatching(/^Imported/)]);
  // Imported, and so gone: another upload would have left it there.
  expect((await client.request(`/api/v1/uploads/${url.split('/').at(-1)}`)).status).toBe(404);
  expect(await uploadsBegun(state).findAllUploads()).toEqual([]);
});

it('the console goes on with an upload after its page was loaded again', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    page.on('dialog', (dialog) => dialog.accept());
    const line = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 5_000_000 };
    await line.send('Network.emulateNetworkConditions', slow);
    const choose = () => page.getByLabel('Import course').first().setInputFiles(file);
    await page.goto(stack.consoleUrl);
    await choose();
    await page.getByText(/Uploading · (1\d|[2-9])[.\d]* MB of/).waitFor();
    await page.reload();
    const asked: [string, string | undefined][] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/tus')) asked.push([request.method(), request.headers()['upload-offset']]);
    });
    await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await choose();
    await page.getByText('large course.zip is imported').waitFor();
    expect(asked.map(([method]) => method)).not.toContain('POST');
    expect(Number(asked.find(([method]) => method === 'PATCH')?.[1])).toBeGreaterThan(0);
  } finally {
    await browser.close();
  }
});
