import { beforeAll, describe, expect, it, vi } from 'vitest';
import { BATCH_LINES } from '../../../domain/statement/bulk/reader.ts';
import { deflatedZip, hexSha256 } from '../../../r2/packages.testing.ts';
import { bindings, eventually, lifeStatement, migrate, xapi } from '../testing/support.testing.ts';
import { archiveOf, ask, ended, importAll, linesOf, read, refusedLines, type Sent, send } from './bulk.testing.ts';
import type { StatementImportBody } from './import-schemas.ts';
import { PART_BYTES } from './parts.ts';
import { FILE_ROOM } from './receive.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const IMPORTS = '/api/v1/statements/imports';
const registration = () => crypto.randomUUID();
const good = (more: object = {}) => ({ ...lifeStatement('scored', { registration: registration() }), ...more });
const stored = async (id: string) =>
  (await xapi(`/statements?statementId=${id}`)).json() as Promise<Record<string, unknown>>;
const refusal = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
/** A job that has ended lets its file go in its next step. */
const noFiles = () =>
  eventually(
    () => bindings.ATTACHMENTS_EU.list({ prefix: 'demo/statement-imports/' }),
    ({ objects }) => objects.length === 0,
  );

describe('importing statements', () => {
  it('[BULKW-1] stores what is good, and tells what is not', async () => {
    const [a, b, c] = [good(), good(), good()];
    await importAll([b]);
    const clash = { ...c, result: { success: true } };
    const file: Sent = [a, '', b, '{"id":', { ...good(), actor: {} }, c, clash, good({ id: undefined })];
    const job = await importAll(file, '?filename=/home/me/old%20store.ndjson');
    expect(job).toMatchObject({
      state: 'done',
      filename: 'old store.ndjson',
      lines: 8,
      stored: 3,
      existing: 1,
      refused: 3,
      failure: null,
      phase: null,
      upload: null,
      by: 'demo-operator',
    });
    expect([job.bytesDone, job.fileBytes]).toEqual([job.bytes, job.bytes]);
    expect((await refusedLines(job.id)).map(({ line, id, findings }) => [line, id, findings[0]!.rule])).toEqual([
      [4, null, 'BULK-2'],
      [5, expect.any(String), 'ST-4'],
      [7, c.id, 'LOG-2'],
    ]);
    expect((await stored(c.id)).result).toBeUndefined();
    await noFiles();
  });
  it('[BULKW-1] keeps who said it, when and in which version; stored is its own', async () => {
    const authority = {
      objectType: 'Agent',
      name: 'Old store',
      account: { homePage: 'https://old.example', name: 'lrs' },
    };
    const said = good({ authority, version: '1.0.1', timestamp: '2019-02-03T04:05:06.789+01:00' });
    await importAll([{ ...said, stored: '2019-02-03T04:05:07Z' }]);
    const found = await stored(said.id);
    expect(found).toEqual({ ...said, stored: expect.stringMatching(/^20[2-9]/) });
    const without = good();
    await importAll([without]);
    expect((await stored(without.id)).authority).toEqual({
      objectType: 'Agent',
      name: 'demo-operator',
      account: { homePage: 'https://demo.example', name: 'demo-operator' },
    });
  });
  it('[BULKW-1] what statements say of activities counts', async () => {
    const id = `https://example.com/${crypto.randomUUID()}`;
    await importAll([good({ object: { id, definition: { name: { en: 'Defined by an import' } } } })]);
    const activity = await (await xapi(`/activities?activityId=${id}`)).json();
    expect(activity).toMatchObject({ definition: { name: { en: 'Defined by an import' } } });
  });
  it('[BULKW-6] more lines than a batch, in order; a file sent again stores nothing', async () => {
    const verb = `https://example.com/${crypto.randomUUID()}`;
    const many = Array.from({ length: BATCH_LINES + 20 }, () => good({ verb: { id: verb } }));
    expect(await importAll(many)).toMatchObject({ stored: many.length, existing: 0 });
    expect(await importAll(many)).toMatchObject({ stored: 0, existing: many.length });
    const page = (await (await xapi(`/statements?verb=${verb}&ascending=true`)).json()) as {
      statements: { id: string }[];
    };
    expect(page.statements.map(({ id }) => id)).toEqual(many.slice(0, 100).map(({ id }) => id));
  });
  it('[BULKW-7] a strict import stores nothing when a line is bad, and all when none is', async () => {
    const [a, b] = [good(), good()];
    const failed = await importAll([a, '{}', b], '?strict=true');
    expect(failed).toMatchObject({ state: 'failed', stored: 0, refused: 1, failure: { code: 'lines_refused' } });
    expect(await refusedLines(failed.id)).toMatchObject([{ line: 2, total: 3 }]);
    expect(await stored(a.id)).toMatchObject({ code: 'not_found' });
    expect(await importAll([a, b], '?strict=true')).toMatchObject({
      state: 'done',
      stored: 2,
      refused: 0,
      strict: true,
    });
  });
});

describe('the file', () => {
  it('[BULKW-4] may be gzip', async () => {
    const lines = [good(), good()].map((line) => `${JSON.stringify(line)}\n`).join('');
    const gzip = new Blob([lines]).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = await new Response(gzip).arrayBuffer();
    expect(await importAll(bytes, '', { type: 'application/gzip' })).toMatchObject({
      stored: 2,
      fileBytes: lines.length,
    });
    const damaged = new Uint8Array(bytes).slice(0, -20);
    expect(await refusal(await send(damaged))).toEqual([400, 'bad_request']);
    await noFiles();
  });
  it('[BULKW-4] that is empty, an array or of another type is refused, and nothing stays', async () => {
    expect(await refusal(await send(''))).toEqual([400, 'import_empty']);
    expect(await refusal(await ask(IMPORTS, { method: 'POST' }))).toEqual([400, 'import_empty']);
    expect(await refusal(await send(' \n[{}]'))).toEqual([422, 'import_not_lines']);
    expect(await refusal(await send('{}', '', { type: 'text/html' }))).toEqual([415, 'unsupported_media_type']);
    const list = (await (await ask(IMPORTS)).json()) as { items: StatementImportBody[] };
    expect(list.items.filter(({ state }) => state === 'receiving')).toEqual([]);
  });
  it('[BULKW-4] that is larger than a request may be is refused on the way', { timeout: 60_000 }, async () => {
    const large = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(8_000_000).fill(120)),
    });
    expect(await refusal(await send(large))).toEqual([413, 'payload_too_large']);
    const list = (await (await ask(IMPORTS)).json()) as { items: StatementImportBody[] };
    expect(list.items.filter(({ state }) => state === 'receiving')).toEqual([]);
  });
  it('[BULKW-9] is one of four that come in at once', async () => {
    const others = [1, 2, 3, 4].map(() => ({}));
    for (const other of others) FILE_ROOM.take(other, 8 * 1024 * 1024);
    const busy = await send([good()]);
    expect([busy.status, Number(busy.headers.get('retry-after')) > 0]).toEqual([429, true]);
    FILE_ROOM.leave(others.pop()!);
    expect(await importAll([good()])).toMatchObject({ stored: 1 });
    for (const other of others) FILE_ROOM.leave(other);
  });
  it('[BULKW-5] may come in parts, in any order and again', async () => {
    const [a, b] = [good({ result: { response: 'x'.repeat(400_000) } }), good()];
    const text = `${JSON.stringify(a)}\n`.repeat(Math.ceil(PART_BYTES / 400_000)) + JSON.stringify(b);
    const bytes = new TextEncoder().encode(text);
    const begun = await ask(`${IMPORTS}?parts=true&filename=big.ndjson`, { method: 'POST' });
    expect(begun.status).toBe(201);
    const { id, upload } = (await begun.json()) as StatementImportBody;
    expect(upload).toEqual({ partBytes: PART_BYTES, received: [] });
    const put = (part: number, body: Uint8Array<ArrayBuffer>) =>
      ask(`${IMPORTS}/${id}/parts/${part}`, {
        method: 'PUT',
        body,
        headers: { 'content-length': String(body.length) },
      });
    expect((await put(2, bytes.slice(PART_BYTES))).status).toBe(204);
    const complete = () => ask(`${IMPORTS}/${id}/complete`, { method: 'POST' });
    expect(await refusal(await complete())).toEqual([409, 'upload_incomplete']);
    expect((await put(1, bytes.slice(0, 1000))).status).toBe(204);
    expect(await refusal(await complete())).toEqual([409, 'upload_incomplete']);
    expect((await put(1, bytes.slice(0, PART_BYTES))).status).toBe(204);
    expect((await read(id)).upload?.received).toEqual([1, 2]);
    expect(await refusal(await put(0, bytes.slice(0, 10)))).toEqual([400, 'upload_part_invalid']);
    expect((await complete()).status).toBe(200);
    expect((await complete()).status).toBe(200);
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'done', stored: 2, refused: 0, fileBytes: bytes.length });
    expect(job.existing).toBe(job.lines - 2);
    expect(await refusal(await put(1, bytes.slice(0, 10)))).toEqual([409, 'upload_closed']);
  });
  it('[BULKW-5] of parts that is no file of lines is thrown away when it is completed', async () => {
    const begun = await ask(`${IMPORTS}?parts=true`, { method: 'POST' });
    const { id } = (await begun.json()) as StatementImportBody;
    const complete = () => ask(`${IMPORTS}/${id}/complete`, { method: 'POST' });
    expect(await refusal(await complete())).toEqual([409, 'upload_incomplete']);
    await ask(`${IMPORTS}/${id}/parts/1`, { method: 'PUT', body: '[1]', headers: { 'content-length': '3' } });
    expect(await refusal(await complete())).toEqual([422, 'import_not_lines']);
    expect((await ask(`${IMPORTS}/${id}`)).status).toBe(404);
    await noFiles();
  });
});

describe('an archive', () => {
  const declare = (sha2: string, more: object = {}) => ({
    usageType: 'https://example.com/usage',
    display: { en: 'A picture' },
    contentType: 'image/png',
    length: 3,
    sha2,
    ...more,
  });
  const zip = { type: 'application/zip' };
  const sha256 = (text: string) => hexSha256(new TextEncoder().encode(text));

  it('[BULKW-3] brings the contents of attachments; a line whose content is missing or another is refused', async () => {
    const [sha1, sha2] = [await sha256('one'), await sha256('two')];
    const statements = [
      good({ attachments: [declare(sha1), declare(sha1.toUpperCase())] }),
      good({ attachments: [declare('a'.repeat(64))] }),
      good({ attachments: [declare('b'.repeat(64), { fileUrl: 'https://example.com/b' })] }),
      good(),
      good({ attachments: [declare(sha2)] }),
    ];
    const file = await archiveOf({
      'statements.ndjson': linesOf(statements),
      [`attachments/${sha1}`]: 'one',
      [`attachments/${sha2}`]: 'tow',
    });
    const job = await importAll(file, '?filename=a.zip', zip);
    expect(job).toMatchObject({ state: 'done', stored: 3, refused: 2 });
    expect((await refusedLines(job.id)).map(({ line, findings: [first] }) => [line, first!.rule, first!.path])).toEqual(
      [
        [2, 'ATT-3', '$.attachments[0]'],
        [5, 'ATT-2', '$'],
      ],
    );
    const held = await bindings.ATTACHMENTS_EU.get(`demo/attachments/${sha1}`);
    expect([await held!.text(), held!.httpMetadata?.contentType]).toEqual(['one', 'image/png']);
    // What the store has already need not come again.
    expect(await importAll([good({ attachments: [declare(sha1)] })])).toMatchObject({ stored: 1, refused: 0 });
  });
  it('[SIM-7] that cannot be read fails with what to do', async () => {
    const failure = async (bytes: Uint8Array<ArrayBuffer>) => {
      const job = await importAll(bytes, '', zip);
      expect(job.state).toBe('failed');
      return job.failure!;
    };
    const code = 'archive_invalid';
    const lines = linesOf([good()]);
    const compressed = await deflatedZip({ 'statements.ndjson': new Uint8Array(new TextEncoder().encode(lines)) });
    expect(await failure(new Uint8Array(compressed))).toEqual({
      code,
      detail: expect.stringContaining('compressed'),
      remedy: expect.stringContaining('zip -0'),
    });
    const other = await archiveOf({ 'other.txt': 'x' });
    expect(await failure(other)).toMatchObject({ code, detail: expect.stringContaining('statements.ndjson') });
    const later = await archiveOf({ 'statements.ndjson': lines, 'manifest.json': '{"formatVersion":9}' });
    expect(await failure(later)).toMatchObject({ code, detail: expect.stringContaining('9') });
    const whole = await archiveOf({ 'statements.ndjson': lines });
    expect(await failure(whole.slice(0, -30))).toMatchObject({ code });
    // A letter of the text becomes another one, and it is still JSON.
    const letter = new TextDecoder().decode(whole).indexOf('Golf');
    whole[letter] = 'W'.charCodeAt(0);
    expect(await failure(whole)).toMatchObject({ code: 'archive_damaged' });
    await noFiles();
  });
});

describe('whose imports', () => {
  it('[BULKW-8] a tenant sees and stops only its own, and only operators do', async () => {
    const job = await importAll([good()]);
    const token = 'other-operator';
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/errors'],
      ['POST', '/cancel'],
      ['POST', '/complete'],
    ]) {
      expect((await ask(`${IMPORTS}/${job.id}${path}`, { method: method!, token })).status).toBe(404);
    }
    expect(((await (await ask(IMPORTS, { token })).json()) as { items: [] }).items).toEqual([]);
    const key = { authorization: `Basic ${btoa('demo-all:secret')}` };
    expect((await ask(IMPORTS, { headers: key })).status).toBe(403);
  });
  it('[BULKW-8] are listed from the newest in pages', async () => {
    const ids = [(await importAll([good()])).id, (await importAll([good()])).id];
    const first = (await (await ask(`${IMPORTS}?limit=1`)).json()) as { items: StatementImportBody[]; next: string };
    const second = (await (await ask(`${IMPORTS}?limit=1&cursor=${first.next}`)).json()) as typeof first;
    expect([first.items[0]!.id, second.items[0]!.id]).toEqual(ids.reverse());
  });
});
