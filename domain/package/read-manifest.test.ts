import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readManifest } from './read-manifest.ts';

const folder = new URL('../../test/vectors/manifests/', import.meta.url);
const json = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));
const schema = z.fromJSONSchema(json(new URL('../../schemas/play-package-manifest.v1.json', import.meta.url)));
const vectors = readdirSync(folder).filter((name) => name.startsWith('v1-'));
const minimal = () => json(new URL('v1-minimal.json', folder));
const full = () => json(new URL('v1-scorm12-full.json', folder));

const whereOf = (value: unknown) => {
  const result = readManifest(value);
  return result.ok ? 'ok' : `${result.error.code} ${result.error.where}`;
};
/** A full manifest with one member, named by its path, replaced. */
const wrong = (path: string, value: unknown, manifest = full()) => {
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = manifest;
  for (const key of keys) at = at[key];
  at[last] = value;
  return whereOf(manifest);
};

/** Every member of a manifest, at every level; what an assistant's configuration holds is nobody else's. */
function* membersOf(value: unknown, where: string, keys: string[] = []): Generator<{ where: string; keys: string[] }> {
  if (keys.length > 0) yield { where, keys };
  if (typeof value !== 'object' || value === null || where === '$.assistant.configuration') return;
  for (const [key, member] of Object.entries(value)) {
    yield* membersOf(member, Array.isArray(value) ? `${where}[${key}]` : `${where}.${key}`, [...keys, key]);
  }
}

describe('the PlayPackage manifest, version 1', () => {
  it.each(vectors)('[MAN-1] %s, once published, is still valid and still read', (name) => {
    const manifest = json(new URL(name, folder));
    expect(schema.safeParse(manifest).success).toBe(true);
    expect(readManifest(manifest)).toEqual({ ok: true, value: manifest });
  });
  it('[MAN-2] members that are not known are left out, at every level', () => {
    const later = full();
    later.next = 1;
    later.structure[0].next = { a: 1 };
    later.structure[0].children[0].launch.next = 'x';
    later.structure[0].children[0].scorm12.next = 'x';
    later.assets.next = 1;
    expect(readManifest(later)).toEqual({ ok: true, value: full() });
  });
  it('[MAN-3] a wrong member is named by its path', () => {
    const lesson = 'structure.0.children.0';
    const cases: [string, unknown, string][] = [
      ['manifestVersion', 2, '$.manifestVersion'],
      ['minPlayerVersion', 1, '$.minPlayerVersion'],
      ['format', 'scorm13', '$.format'],
      ['identifier', undefined, '$.identifier'],
      ['activityId', null, '$.activityId'],
      ['title', [], '$.title'],
      ['description', 1, '$.description'],
      ['languages', 'en', '$.languages'],
      ['languages.1', 5, '$.languages[1]'],
      ['structure', {}, '$.structure'],
      ['structure.0', [], '$.structure[0]'],
      [`${lesson}.id`, 1, '$.structure[0].children[0].id'],
      [`${lesson}.kind`, 7, '$.structure[0].children[0].kind'],
      [`${lesson}.title`, null, '$.structure[0].children[0].title'],
      [`${lesson}.visible`, 'true', '$.structure[0].children[0].visible'],
      [`${lesson}.launch`, 'a.html', '$.structure[0].children[0].launch'],
      [`${lesson}.launch.path`, 1, '$.structure[0].children[0].launch.path'],
      [`${lesson}.launch.parameters`, undefined, '$.structure[0].children[0].launch.parameters'],
      [`${lesson}.scorm12`, null, '$.structure[0].children[0].scorm12'],
      [`${lesson}.scorm12.prerequisites`, 1, '$.structure[0].children[0].scorm12.prerequisites'],
      [`${lesson}.scorm12.masteryScore`, '80', '$.structure[0].children[0].scorm12.masteryScore'],
      [`${lesson}.scorm12.maxTimeAllowed`, 1, '$.structure[0].children[0].scorm12.maxTimeAllowed'],
      [`${lesson}.scorm12.timeLimitAction`, 1, '$.structure[0].children[0].scorm12.timeLimitAction'],
      [`${lesson}.scorm12.dataFromLms`, 1, '$.structure[0].children[0].scorm12.dataFromLms'],
      [`${lesson}.children`, undefined, '$.structure[0].children[0].children'],
      ['metadata', { keywords: 'one' }, '$.metadata.keywords'],
      ['metadata', { identifiers: [{ catalog: 'ISBN' }] }, '$.metadata.identifiers[0].entry'],
      [`${lesson}.metadata`, { duration: 7 }, '$.structure[0].children[0].metadata.duration'],
      ['assets.metadata', { 'a.mp4': { title: [] } }, '$.assets.metadata.a.mp4.title'],
      ['branding', 1, '$.branding'],
      ['branding', { colours: { accent: 'red' } }, '$.branding.colours.accent'],
      ['assistant', { provenance: 'written' }, '$.assistant.generatedAt'],
      ['assets', 3, '$.assets'],
      ['assets.count', -1, '$.assets.count'],
      ['assets.bytes', 1.5, '$.assets.bytes'],
      ['assets.files', {}, '$.assets.files'],
      ['assets.files', [{ path: 'a', mediaType: 'b', bytes: 1, sha256: 'AB' }], '$.assets.files[0].sha256'],
      ['assets.files', [{ path: 'a', bytes: 1, sha256: 'ab'.repeat(32) }], '$.assets.files[0].mediaType'],
    ];
    for (const [path, value, where] of cases) expect(wrong(path, value), path).toBe(`bad_request ${where}`);
    for (const value of [null, 1, 'x', [], undefined]) expect(whereOf(value)).toBe('bad_request $');
  });
  it.each([
    ['v1-cmi5-full.json', 'cmi5', null, '$.cmi5'],
    ['v1-cmi5-full.json', 'cmi5.title.en', 1, '$.cmi5.title.en'],
    ['v1-cmi5-full.json', 'cmi5.objectives', {}, '$.cmi5.objectives'],
    ['v1-cmi5-full.json', 'cmi5.objectives.0.id', 1, '$.cmi5.objectives[0].id'],
    ['v1-cmi5-full.json', 'structure.0.cmi5.publisherId', undefined, '$.structure[0].cmi5.publisherId'],
    ['v1-cmi5-full.json', 'structure.0.cmi5.objectives.0', 1, '$.structure[0].cmi5.objectives[0]'],
    ['v1-cmi5-full.json', 'structure.0.children.0.cmi5.moveOn', 'x', '$.structure[0].children[0].cmi5.moveOn'],
    [
      'v1-cmi5-full.json',
      'structure.0.children.0.cmi5.launchMethod',
      1,
      '$.structure[0].children[0].cmi5.launchMethod',
    ],
    [
      'v1-cmi5-full.json',
      'structure.0.children.0.cmi5.masteryScore',
      '1',
      '$.structure[0].children[0].cmi5.masteryScore',
    ],
    ['v1-xapi-full.json', 'structure.0.xapi', 'x', '$.structure[0].xapi'],
    ['v1-xapi-full.json', 'structure.0.xapi.id', 1, '$.structure[0].xapi.id'],
    ['v1-xapi-full.json', 'structure.0.xapi.name.en', null, '$.structure[0].xapi.name.en'],
  ])('[MAN-3] %s with a wrong %s is told so', (vector, path, value, where) => {
    expect(wrong(path, value, json(new URL(vector, folder)))).toBe(`bad_request ${where}`);
  });
  it.each(vectors)('[MAN-3] any member of %s that is of another type is named by its path', (name) => {
    const places = [...membersOf(json(new URL(name, folder)), '$')];
    expect(places.length).toBeGreaterThan(5);
    for (const { where, keys } of places) {
      const manifest = json(new URL(name, folder));
      const last = keys.pop()!;
      const owner = keys.reduce((at, key) => at[key], manifest);
      owner[last] = typeof owner[last] === 'object' ? 'of another type' : { of: 'another type' };
      expect(whereOf(manifest)).toBe(`bad_request ${where}`);
      expect(schema.safeParse(manifest).success, where).toBe(false);
    }
  });
  it('[MAN-4] a structure without end is refused', () => {
    const manifest = minimal();
    let node = manifest.structure[0];
    for (let i = 0; i < 100; i++) {
      node.children = [{ ...node, children: [] }];
      node = node.children[0];
    }
    expect(whereOf(manifest)).toContain('bad_request $.structure[0].children[0]');
  });
  it('[MAN-6] a node of a kind that is not known is carried, and opens nothing', () => {
    const later = full();
    const lesson = later.structure[0].children[0];
    lesson.kind = 'simulation';
    expect(schema.safeParse(later).success).toBe(true);
    const { launch: _, ...carried } = lesson;
    const read = readManifest(later);
    expect(read.ok && read.value.structure[0]!.children[0]).toEqual(carried);
  });
  it('[MAN-5] whatever is read, the answer is a value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readManifest(value).ok === 'boolean'));
  });
});
