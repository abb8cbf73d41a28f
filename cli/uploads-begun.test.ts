import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { uploadsBegun } from './uploads-begun.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-begun-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begun = (hoursAgo: number) => ({
  size: 5,
  metadata: {},
  creationTime: new Date(Date.now() - hoursAgo * 3_600_000).toString(),
  urlStorageKey: '',
  uploadUrl: 'http://localhost/api/v1/tus/x',
  parallelUploadUrls: null,
});

it('[CLI-7] an upload that has begun is found by its file for a day, until it is done', async () => {
  const store = uploadsBegun({ XDG_STATE_HOME: folder });
  const key = await store.addUpload('a', begun(1));
  await store.addUpload('a', begun(25));
  await store.addUpload('b', begun(1));
  const next = uploadsBegun({ XDG_STATE_HOME: folder });
  expect((await next.findUploadsByFingerprint('a')).map(({ urlStorageKey }) => urlStorageKey)).toEqual([key]);
  await next.removeUpload(key);
  expect(await store.findUploadsByFingerprint('a')).toEqual([]);
  expect(Object.keys(JSON.parse(readFileSync(join(folder, 'lectern/uploads.json'), 'utf8')))).toHaveLength(1);
});

it('[CLI-7] where nothing can be kept, nothing is remembered', async () => {
  writeFileSync(join(folder, 'file'), '');
  const store = uploadsBegun({ XDG_STATE_HOME: join(folder, 'file') });
  await store.addUpload('a', begun(1));
  expect(await store.findAllUploads()).toEqual([]);
});
