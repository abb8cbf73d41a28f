import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspect } from './inspect.ts';
import { walk } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { bytesSource } from './zip/source.ts';
import { makeZip } from './zip/zip.testing.ts';

/** Real packages; they are not part of the project. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = process.env.COURSES_DIR ?? join(root, '../shared/courses');
const present = existsSync(folder);
const skipped = present ? '' : ' (skipped: no courses at COURSES_DIR)';

const zips = (kind: string): string[] =>
  present ? readdirSync(join(folder, kind)).filter((name) => name.endsWith('.zip')) : [];
const read = (path: string) =>
  inspect(bytesSource(new Uint8Array(readFileSync(join(folder, path)))), { homePage: 'https://demo.example' });
async function answer(path: string): Promise<string> {
  const result = await read(path);
  const report = result.ok ? result.value.report : result.error;
  const [first] = report.findings;
  return `${report.outcome}${first === undefined ? '' : ` ${first.code}`}`;
}

describe.skipIf(!present)(`real packages${skipped}`, () => {
  it('[PKG-15] every SCORM 1.2 course imports without a finding', async () => {
    for (const name of zips('scorm12')) {
      const result = await read(`scorm12/${name}`);
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
      expect(result.value.report.findings, name).toEqual([]);
      const { manifest, files } = result.value;
      expect(readManifest(JSON.parse(JSON.stringify(manifest)))).toEqual({ ok: true, value: manifest });
      for (const node of walk(manifest.structure)) {
        if (node.launch !== undefined) expect(files.has(node.launch.path), node.launch.path).toBe(true);
      }
    }
  });
  it('[PKG-15] the course of 18 SCOs keeps its structure and its parameters', async () => {
    const result = await read('scorm12/RuntimeMinimumCalls_SCORM12.zip');
    if (!result.ok) throw new Error('refused');
    const nodes = [...walk(result.value.manifest.structure)];
    expect(nodes.filter((node) => node.kind === 'sco')).toHaveLength(18);
    expect(nodes.find((node) => node.id === 'playing_quiz_item')!.launch).toEqual({
      path: 'shared/assessmenttemplate.html',
      parameters: '?questions=Playing',
    });
  });
  it.each([
    ['ok_bom_utf8', 'accepted'],
    ['ok_latin1', 'accepted'],
    ['ok_utf16le_bom', 'accepted'],
    ['decide_backslash_paths', 'accepted backslash_paths'],
    ['decide_manifest_in_subfolder', 'accepted manifest_in_subfolder'],
    ['decide_uppercase_IMSMANIFEST.XML', 'accepted manifest_name_repaired'],
    ['reject_duplicate_manifest', 'refused manifest_duplicate'],
    ['reject_empty', 'refused zip_empty'],
    ['reject_slip_absolute', 'refused zip_unsafe_path'],
    ['reject_slip_dotdot', 'refused zip_unsafe_path'],
    ['reject_symlink_entry', 'refused zip_symlink'],
    ['reject_truncated', 'refused zip_truncated'],
    ['reject_xxe_file', 'refused xml_doctype'],
    ['reject_zip_bomb_1GiB', 'refused zip_bomb'],
  ])('[PKG-16] hostile/%s: %s', async (name, expected) => {
    expect(await answer(`hostile/${name}.zip`)).toBe(expected);
  });
  it('[PKG-16] letters survive their encoding', async () => {
    const result = await read('hostile/ok_latin1.zip');
    expect(result.ok && result.value.manifest.title).toBe("Golf expliqué à l'été - CP Single SCO");
  });
  it.each([
    ['em_InvalidFileReferences_SCORM12', 'refused launch_file_missing'],
    ['em_InvalidMissingOrgIdentifier_SCORM20043rdEdition', 'refused format_unsupported'],
    ['em_ItemWithNonExistentResourceId_SCORM12', 'refused item_resource_missing'],
    ['em_MalformedXml_SCORM12', 'refused xml_malformed'],
    ['em_MinimalValid_SCORM20043rdEdition', 'refused format_unsupported'],
    ['em_MissingLaunchUrl_SCORM12', 'refused resource_href_missing'],
    ['em_MissingRequiredFields_SCORM12', 'refused launch_file_missing'],
  ])('[PKG-17] broken/%s: %s', async (name, expected) => {
    expect(await answer(`broken/${name}.zip`)).toBe(expected);
  });
  it('[PKG-18] packages of other formats are refused by name', async () => {
    const kinds: [string, RegExp][] = [
      ['scorm2004', /^SCORM 2004 [234](nd|rd|th) Edition$/],
      ['cmi5', /^cmi5$/],
      ['xapi', /^xAPI/],
    ];
    for (const [kind, pattern] of kinds) {
      for (const name of zips(kind)) {
        const result = await read(`${kind}/${name}`);
        expect(result.ok ? 'accepted' : result.error.recognisedAs, name).toMatch(pattern);
      }
    }
  });
});

describe('the sample course', () => {
  it('[PKG-19] imports without a finding: three SCOs, the last with a mastery score', async () => {
    const sample = join(root, 'samples/first-steps');
    const entries = readdirSync(sample, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: path.slice(sample.length + 1), data: new Uint8Array(readFileSync(path)) }));
    const result = await inspect(bytesSource(makeZip(entries)), { homePage: 'https://demo.example' });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const { manifest, report } = result.value;
    expect(report.findings).toEqual([]);
    expect(manifest.structure.map((node) => [node.id, node.kind, node.scorm12?.masteryScore])).toEqual([
      ['records', 'sco', undefined],
      ['journey', 'sco', undefined],
      ['check', 'sco', 60],
    ]);
    expect(manifest).toMatchObject({ title: 'First steps: how learning records work', languages: ['en'] });
  });
});
