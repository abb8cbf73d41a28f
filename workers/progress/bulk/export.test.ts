import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readDirectory } from '../../../domain/package/zip/directory.ts';
import { readEntry } from '../../../domain/package/zip/entries.ts';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { SIGNATURE, SIGNATURE_TYPE } from '../../../domain/statement/attachments.ts';
import type { ArchiveManifest } from '../../../domain/statement/bulk/archive.ts';
import { JWS, SIGNED_STATEMENT } from '../../../domain/statement/signed.testing.ts';
import { LIFE_VERBS, VOIDED } from '../../../domain/statement/verbs.ts';
import { hexSha256 } from '../../../r2/packages.testing.ts';
import { extentOf, scanStore } from '../services/store/scan.ts';
import { StatementStore } from '../services/store/store.ts';
import { bindings, lifeStatement, migrate, xapi } from '../testing/support.testing.ts';
import { exported, importAll } from './bulk.testing.ts';
import { exportArchive } from './export.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

type Json = Record<string, unknown> & { id: string; stored: string };
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const parsed = (lines: string): Json[] =>
  lines
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Json);

/** The files of an archive. */
async function filesOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const source = bytesSource(bytes);
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  const files = new Map<string, Uint8Array>();
  for (const entry of directory.value.entries) {
    const read = await readEntry(source, entry, 50_000_000);
    if (!read.ok) throw new Error(read.error.message);
    files.set(entry.path, read.value);
  }
  return files;
}
const manifestOf = (files: Map<string, Uint8Array>) =>
  JSON.parse(decoder.decode(files.get('manifest.json'))) as ArchiveManifest;
const statementsOf = (files: Map<string, Uint8Array>) => parsed(decoder.decode(files.get('statements.ndjson')));

const registration = crypto.randomUUID();
const agent = (name: string) => ({ objectType: 'Agent', mbox: `mailto:${name}@example.com` });
const plain = (more: object = {}) => ({
  id: crypto.randomUUID() as string,
  actor: agent('ada'),
  verb: { id: LIFE_VERBS.scored, display: { en: 'scored' } },
  object: { objectType: 'Activity', id: 'https://example.com/a' },
  ...more,
});
const attachment = (sha2: string, more: object = {}) => ({
  usageType: 'https://example.com/usage',
  display: { en: 'A file' },
  contentType: 'text/plain',
  length: 5,
  sha2,
  ...more,
});

/** Statements of every sort. */
async function sorts() {
  const picture = encoder.encode('picture');
  const sha2 = await hexSha256(picture);
  const jws = encoder.encode(JWS);
  const signature = await hexSha256(jws);
  const target = plain();
  const refers = (id: string, verb: string) =>
    plain({ verb: { id: verb }, object: { objectType: 'StatementRef', id } });
  const voided = plain({ timestamp: '2020-02-29T23:59:59.999999999+05:30' });
  const confirmed = refers(target.id, 'https://example.com/confirmed');
  const signed = {
    ...SIGNED_STATEMENT,
    attachments: [attachment(signature, { usageType: SIGNATURE, contentType: SIGNATURE_TYPE, length: jws.length })],
  };
  const first = [
    target,
    voided,
    confirmed,
    refers(confirmed.id, 'https://example.com/confirmed-again'),
    refers(voided.id, VOIDED),
    refers('0193a1b2-c3d4-4e5f-8a6b-00000000dead', VOIDED),
    plain({ actor: { objectType: 'Group', name: 'We', member: [agent('ada'), agent('bob')] } }),
    plain({ actor: { objectType: 'Group', mbox: 'mailto:team@example.com' } }),
    plain({ object: { ...agent('eve'), name: 'Eve' } }),
    plain({
      object: {
        objectType: 'SubStatement',
        actor: agent('bob'),
        verb: { id: LIFE_VERBS.passed },
        object: { id: 'https://example.com/b' },
      },
    }),
    plain({
      result: {
        response: '日本 \u2028 \u0000 😀 "\\',
        duration: 'PT1.5S',
        score: { scaled: -0.25 },
        extensions: { 'https://e.x/y': [null, { a: 1e21 }] },
      },
      context: {
        registration,
        language: 'de-CH',
        contextActivities: { parent: [{ id: 'https://example.com/p' }] },
        instructor: agent('ivy'),
        extensions: { 'https://example.com/x': { deep: [1, 'zwei'] } },
      },
    }),
    { ...lifeStatement('passed', { registration, result: { success: true } }) },
    plain({ attachments: [attachment('c'.repeat(64), { fileUrl: 'https://example.com/c' })] }),
  ];
  const second = [
    plain({ version: '2.0.0', timestamp: '2024-01-01T00:00:00Z' }),
    plain({
      context: {
        contextAgents: [{ objectType: 'contextAgent', agent: agent('eve'), relevantTypes: ['https://e.x/t'] }],
      },
    }),
    plain({
      version: '1.0.3',
      context: {
        contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [agent('bob')] } }],
      },
    }),
  ];
  const withContents = [plain({ attachments: [attachment(sha2)] }), plain({ attachments: [attachment(sha2)] }), signed];
  return { first, second, withContents, contents: { [sha2]: picture, [signature]: jws }, voided: voided.id };
}

async function post(body: unknown, version = '1.0.3', as = 'demo-all') {
  const response = await xapi('/statements', {
    method: 'POST',
    body,
    as,
    headers: { 'x-experience-api-version': version },
  });
  if (response.status !== 200) throw new Error(await response.text());
}

async function postMultipart(statements: unknown, contents: Record<string, Uint8Array>) {
  const pieces: (string | Uint8Array)[] = [
    `--b\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(statements)}\r\n`,
  ];
  for (const [sha2, bytes] of Object.entries(contents)) {
    const headers = `Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}`;
    pieces.push(`--b\r\n${headers}\r\n\r\n`, bytes, '\r\n');
  }
  const { exports } = await import('cloudflare:workers');
  const response = await exports.default.fetch('https://lectern.example/xapi/statements', {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('demo-all:secret')}`,
      'x-experience-api-version': '1.0.3',
      'content-type': 'multipart/mixed; boundary=b',
    },
    body: new Blob([...pieces, '--b--\r\n'] as (string | Uint8Array<ArrayBuffer>)[]).stream(),
  });
  if (response.status !== 200) throw new Error(await response.text());
}

const withoutStored = ({ stored: _, ...rest }: Json) => rest;

describe('an export', () => {
  let source: Awaited<ReturnType<typeof sorts>>;
  beforeAll(async () => {
    source = await sorts();
    await post(source.first);
    await post(source.second, '2.0.0');
    await postMultipart(source.withContents, source.contents);
  });
  const everything = () => [...source.first, ...source.second, ...source.withContents].map(({ id }) => id);

  it('[EXP-1] gives every statement as it is stored, in order, voided ones too', async () => {
    const response = await exported('', { lines: true });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const found = parsed(await response.text());
    expect(found.map(({ id }) => id)).toEqual(everything());
    const one = (await (await xapi(`/statements?statementId=${found[0]!.id}`)).json()) as Json;
    expect(found[0]).toEqual(one);
    expect(found.map(({ stored }) => stored)).toEqual(found.map(({ stored }) => stored).sort());
  });
  it('[EXP-2] is an archive with contents and a manifest', async () => {
    const response = await exported();
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
      'application/zip',
      expect.stringMatching(/^attachment; filename="demo-statements-\d{4}-\d\d-\d\d\.zip"$/),
    ]);
    const files = await filesOf(await bytesOf(response));
    expect([...files.keys()]).toEqual([
      'statements.ndjson',
      ...Object.keys(source.contents).map((sha2) => `attachments/${sha2}`),
      'manifest.json',
    ]);
    for (const [sha2, bytes] of Object.entries(source.contents))
      expect(files.get(`attachments/${sha2}`)).toEqual(bytes);
    const lines = files.get('statements.ndjson')!;
    const found = statementsOf(files);
    expect(manifestOf(files)).toEqual({
      formatVersion: 1,
      tenant: 'demo',
      createdAt: expect.any(String),
      range: { since: null, until: null },
      consistentThrough: expect.any(String),
      statements: {
        count: everything().length,
        bytes: lines.length,
        sha256: await hexSha256(lines as Uint8Array<ArrayBuffer>),
        first: found[0]!.stored,
        last: found.at(-1)!.stored,
      },
      attachments: {
        count: 2,
        bytes: Object.values(source.contents).reduce((sum, { length }) => sum + length, 0),
        missing: [],
        missingCount: 0,
      },
      next: null,
    });
  });
  it('[EXP-3] may be of a time: since is exclusive, until inclusive', async () => {
    const all = parsed(await (await exported('', { lines: true })).text());
    const between = `?since=${all[1]!.stored}&until=${all[4]!.stored}`;
    const some = parsed(await (await exported(between, { lines: true })).text());
    expect(some).toEqual(all.slice(2, 5));
    const files = await filesOf(await bytesOf(await exported(`?since=${all.at(-1)!.stored}`)));
    expect(manifestOf(files)).toMatchObject({ statements: { count: 0, first: null, last: null }, next: null });
    for (const query of ['?since=yesterday', '?until=']) expect((await exported(query)).status).toBe(400);
  });
  it('[EXP-4] that is full ends early and says where the next one begins', async () => {
    const store = new StatementStore(bindings, 'demo');
    const extent = await extentOf(store, {});
    const about = {
      lines: scanStore(store, extent),
      consistentThrough: extent.consistentThrough,
      tenant: 'demo',
      range: { since: null, until: null },
      bucket: bindings.ATTACHMENTS_EU,
      createdAt: '',
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of exportArchive(about, 2)) pieces.push(piece.slice());
    const files = await filesOf(new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
    const found = statementsOf(files);
    // Hashes in order: one at a fileUrl, the picture, the signature.
    expect(found.map(({ id }) => id)).toEqual(everything().slice(0, -1));
    expect(manifestOf(files)).toMatchObject({ next: found.at(-1)!.stored, attachments: { count: 1 } });
    const rest = parsed(await (await exported(`?since=${found.at(-1)!.stored}`, { lines: true })).text());
    expect(rest.map(({ id }) => id)).toEqual(everything().slice(-1));
  });
  it('[EXP-5] imported and exported again is the same, and answers the same', async () => {
    const before = await filesOf(await bytesOf(await exported()));
    const zip = await bytesOf(await exported());
    const job = await importAll(zip as Uint8Array<ArrayBuffer>, '?strict=true', {
      token: 'other-operator',
      type: 'application/zip',
    });
    expect(job).toMatchObject({ state: 'done', stored: everything().length, existing: 0, refused: 0 });
    const after = await filesOf(await bytesOf(await exported('', { token: 'other-operator' })));
    expect(statementsOf(after).map(withoutStored)).toEqual(statementsOf(before).map(withoutStored));
    const names = (files: Map<string, Uint8Array>) => [...files.keys()];
    expect(names(after)).toEqual(names(before));
    for (const [name, bytes] of before) if (name.startsWith('attachments/')) expect(after.get(name)).toEqual(bytes);
    for (const query of QUERIES(source)) {
      const [here, there] = await Promise.all(['demo-all', 'other-all'].map((as) => answered(query, as)));
      expect(there, query).toEqual(here);
    }
  });
  it('[EXP-1] [SHD-8] is of all logs of a store that has several', async () => {
    const many = new StatementStore(bindings, 'many');
    many.layout(await many.founding.grow(3));
    const lines = [...source.first, ...source.second].filter((one) => !('attachments' in one));
    for (let at = 0; at < lines.length; at += 2) {
      const job = await importAll(lines.slice(at, at + 2), '', { token: 'many-operator' });
      expect(job).toMatchObject({ state: 'done', refused: 0 });
    }
    const holders = await Promise.all([0, 1, 2].map(async (log) => (await many.log(log).extent({})).upTo));
    expect(holders.filter((upTo) => upTo > 0).length).toBeGreaterThan(1);
    const found = parsed(await (await exported('', { token: 'many-operator', lines: true })).text());
    expect(found.map(({ id }) => id).sort()).toEqual(lines.map(({ id }) => id).sort());
    expect(found.map(({ stored }) => stored)).toEqual(found.map(({ stored }) => stored).sort());
    const some = await exported(`?since=${found[2]!.stored}`, { token: 'many-operator', lines: true });
    expect(parsed(await some.text())).toEqual(found.slice(3));
  });
});

const QUERIES = ({ voided }: { voided: string }): string[] => [
  `statementId=${voided}`,
  `voidedStatementId=${voided}`,
  `registration=${registration}`,
  `agent=${encodeURIComponent(JSON.stringify(agent('ada')))}`,
  `agent=${encodeURIComponent(JSON.stringify(agent('eve')))}&related_agents=true`,
  'verb=https://example.com/confirmed-again',
  `verb=${LIFE_VERBS.scored}&ascending=true&limit=3`,
  'activity=https://example.com/b&related_activities=true',
  'format=ids',
  'format=canonical',
  `statementId=${SIGNED_STATEMENT.id}&attachments=true`,
];

/** The answer to a query, but for what is the store's own: times of storing, links and boundaries. */
async function answered(query: string, as: string): Promise<unknown> {
  const response = await xapi(`/statements?${query}`, { as, headers: { 'x-experience-api-version': '2.0.0' } });
  const text = (await response.text())
    .replaceAll(/"(stored|more|instance)":"[^"]*"/g, '"$1":""')
    .replaceAll(/lectern-[0-9a-f-]{36}/g, 'boundary');
  // Of multipart the first part is JSON, the others are bytes.
  const json = text.split('\n').find((line) => line.startsWith('{'))!;
  return [response.status, JSON.parse(json), text.replace(json, '')];
}
