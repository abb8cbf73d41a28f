import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cyclesOf } from './architecture/cycles.ts';
import { type ImportEdge, refusedImports, STAGES } from './architecture/rules.ts';
import { importsOf, isTest, trackedFiles } from './architecture/sources.ts';
import { ruleFindings } from './architecture/specs.ts';

/** Beyond this a file holds two ideas. Generated files and data are no files of ours. */
const MAX_LINES = 400;
const GENERATED = /(^|\/)env\.d\.ts$|\/drizzle\/|^test\/vectors\/|^samples\//;

const files = trackedFiles();
const sources = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path));
const edges: ImportEdge[] = sources.flatMap((from) => importsOf(from, readFileSync(from, 'utf8')));

describe('who imports whom', () => {
  it('every room imports only what the design lets it', () => {
    expect(edges.length).toBeGreaterThan(500);
    expect(refusedImports(edges.filter(({ from }) => !isTest(from)))).toEqual([]);
  });
  it('nothing imports itself in a circle', () => {
    expect(cyclesOf(edges)).toEqual([]);
  });
  it('every file that is imported is there, and every stage of the domain is in the table', () => {
    const known = new Set(files);
    const missing = edges.filter(
      ({ from, to }) => to.startsWith('./') && !known.has(to.slice(2)) && !GENERATED.test(from),
    );
    expect(missing).toEqual([]);
    const folders = new Set(files.filter((path) => /^domain\/[^/]+\//.test(path)).map((path) => path.split('/')[1]!));
    expect([...folders].filter((stage) => !STAGES.includes(stage))).toEqual([]);
  });
});

describe('the rules catch what they are for', () => {
  const planted = (from: string, code: string) => refusedImports(importsOf(from, code));
  it.each([
    ['domain/kernel/x.ts', "import { a } from '../package/manifest.ts';"],
    ['domain/session/x.ts', "import type { a } from '../projection/fold.ts';"],
    ['domain/package/x.ts', "import { z } from 'zod';"],
    ['domain/package/x.ts', "import { readFile } from 'node:fs';"],
    ['domain/package/x.ts', "export * from 'cloudflare:workers';"],
    ['d1/content/x.ts', "import { a } from '../../workers/shared/app.ts';"],
    ['r2/x.ts', "import { a } from '../d1/content/db.ts';"],
    ['durable-objects/play-session/x.ts', "import { a } from '../statement-log/y.ts';"],
    ['workers/api/x.ts', "import { a } from '../delivery/y.ts';"],
    ['workers/delivery/x.ts', "import { a } from '../../durable-objects/statement-log/y.ts';"],
    ['workers/shared/x.ts', "import { a } from '../api/y.ts';"],
    ['console/x.tsx', "const a = await import('../workers/api/y.ts');"],
    ['player/x.ts', "import 'hono';"],
    ['cli/x.ts', "import { a } from '../console/y.ts';"],
  ])('%s: %s', (from, code) => {
    expect(planted(from, code)).toHaveLength(1);
  });
  it.each([
    ['domain/session/x.ts', "import type { a } from '../kernel/ids.ts'; import { b } from '../runtime/y.ts';"],
    ['workers/progress/x.ts', "import { DurableObject } from 'cloudflare:workers'; import { Hono } from 'hono';"],
    ['workers/api/x.ts', "import { a } from '../../durable-objects/tenant-keys/y.ts';"],
    ['domain/package/x.ts', "// import { z } from 'zod';\nconst s = \"import 'hono'\";"],
  ])('%s may: %s', (from, code) => {
    expect(planted(from, code)).toEqual([]);
  });
  it('a circle is found, with its way', () => {
    const edge = (from: string, to: string) => ({ from, to: `./${to}` });
    expect(cyclesOf([edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'a.ts'), edge('c.ts', 'd.ts')])).toEqual([
      'a.ts → b.ts → c.ts → a.ts',
    ]);
  });
  it('a rule without a test and a test without a rule are found', () => {
    const text = '- [AB-1] one, see [AB-7]. [AB-3] three\n- **AB-2** two\n- [AB-1] again\n- **AB-4** ◦ seen';
    const specs = [{ path: 'domain/x/SPEC.md', text }];
    const tests = [{ path: 'domain/x/a.test.ts', text: `it('${'[AB-1] [AB-3]'}', …); it('${'[AB-9]'}', …)` }];
    expect(ruleFindings(specs, tests)).toEqual([
      '[AB-1] stands twice, again in domain/x/SPEC.md',
      '[AB-2] of domain/x/SPEC.md has no test',
      '[AB-9] in domain/x/a.test.ts is no rule',
    ]);
  });
});

describe('files', () => {
  it(`no hand-written file has more than ${MAX_LINES} lines`, () => {
    const written = files.filter((path) => /\.(ts|tsx|mjs|css|toml|sql)$/.test(path) && !GENERATED.test(path));
    const long = written.map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });
  it('every numbered rule has a test, and every numbered test a rule', () => {
    const read = (path: string) => ({ path, text: readFileSync(path, 'utf8') });
    const specs = files.filter((path) => path.endsWith('SPEC.md')).map(read);
    expect(specs.length).toBeGreaterThan(10);
    const tests = files.filter((path) => /\.test\.(ts|tsx|mjs)$/.test(path) && path !== 'test/architecture.test.ts');
    expect(ruleFindings(specs, tests.map(read))).toEqual([]);
  });
  it('every table, object and key of the bucket is in docs/storage.md, and no table of it is made up', () => {
    const storage = readFileSync('docs/storage.md', 'utf8');
    const text = (pattern: RegExp) =>
      files.filter((path) => pattern.test(path)).map((path) => readFileSync(path, 'utf8'));
    const made = text(/^(d1\/migrations|durable-objects)\/.*(\.sql|[^t]\.ts)$/).join('\n');
    const tables = new Set<string>();
    for (const [, what, name] of made.matchAll(/(CREATE|DROP) TABLE (?:IF NOT EXISTS )?(\w+)/g)) {
      if (what === 'CREATE') tables.add(name!);
      else tables.delete(name!);
    }
    const objects = [
      ...text(/wrangler\.toml$/)
        .join('\n')
        .matchAll(/^\[exports\.(\w+)\]/gm),
    ].map(([, name]) => name!);
    const keys = [...readFileSync('r2/keys.ts', 'utf8').matchAll(/\$\{prefix\}([\w.]+)/g)].map(([, name]) => name!);
    expect([tables.size, objects.length, keys.length].every((n) => n >= 5)).toBe(true);
    const missing = (names: Iterable<string>, shown: (name: string) => string) =>
      [...names].filter((name) => !storage.includes(shown(name)));
    expect(missing(tables, (name) => `\`${name}\``)).toEqual([]);
    expect(missing(objects, (name) => `\`${name}\``)).toEqual([]);
    expect(missing(keys, (name) => `/${name}\``)).toEqual([]);
    const written = [...storage.matchAll(/^\| `([a-z_]+)` +\|/gm)].map(([, name]) => name!);
    expect(written.filter((name) => !tables.has(name))).toEqual([]);
  });
});
