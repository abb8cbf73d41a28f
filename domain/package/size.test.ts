import { describe, expect, it } from 'vitest';
import { accepted, course, manifest12, organization, refused, sco } from './package.testing.ts';
import { IDENTIFIER_CHARS_MAX, MANIFEST_BYTES_MAX, STRUCTURE_BYTES_MAX, sizeFinding, TITLE_CHARS_MAX } from './size.ts';

const of = (items: string, title?: string) =>
  course(manifest12(organization(items, title), sco('r', 'a.html')), 'a.html');
const item = (id: string, title: string, inner = '') =>
  `<item identifier="${id}" identifierref="r"><title>${title}</title>${inner}</item>`;

describe('how much a course says of itself', () => {
  it.each([
    ['a title', (n: number) => of(item('a', 'x'.repeat(n))), TITLE_CHARS_MAX],
    ["the course's title", (n: number) => of(item('a', 'A'), `<title>${'x'.repeat(n)}</title>`), TITLE_CHARS_MAX],
    ['an identifier', (n: number) => of(item('x'.repeat(n), 'A')), IDENTIFIER_CHARS_MAX],
    ['an identifier that grows', (n: number) => of(item('%'.repeat(n / 3), 'A')), IDENTIFIER_CHARS_MAX],
  ])('[PKG-20] %s is as long as it may be, and no longer', async (_, archive, limit) => {
    await accepted(archive(limit));
    const { findings } = await refused(archive(limit + 3));
    expect(findings.map(({ code }) => code)).toEqual(['text_too_long']);
    expect(findings[0]).toMatchObject({ where: 'imsmanifest.xml' });
    expect(findings[0]!.message).toContain(`more than ${limit} characters`);
  });
  it("[PKG-20] the course's own identifier counts as the IRI that it becomes", async () => {
    const { manifest } = await accepted(of(item('a', 'A')));
    const named = (chars: number) => ({ ...manifest, activityId: 'x'.repeat(chars) });
    expect(sizeFinding(named(IDENTIFIER_CHARS_MAX), 'm')).toBeUndefined();
    expect(sizeFinding(named(IDENTIFIER_CHARS_MAX + 1), 'm')).toMatchObject({ code: 'text_too_long', where: 'm' });
  });
  it('[PKG-20] a structure that no session could keep is refused', async () => {
    const data = (bytes: number) =>
      of(item('a', 'A', `<adlcp:datafromlms>${'ä'.repeat(bytes / 2)}</adlcp:datafromlms>`));
    await accepted(data(STRUCTURE_BYTES_MAX - 1_000));
    expect((await refused(data(STRUCTURE_BYTES_MAX))).findings.map(({ code }) => code)).toEqual([
      'structure_too_large',
    ]);
  });
  it('[PKG-20] a structure that comes to more than any text can hold is refused like one that is too large', async () => {
    const data = `<adlcp:datafromlms>${'x'.repeat(1_000_000)}</adlcp:datafromlms>`;
    const inside = manifest12(organization(item('i', 'I', data)), sco('r', 'a.html'))
      .replace(/<\?xml[^>]*>/, '')
      .replace('identifier="course"', 'identifier="m"');
    const items = Array.from(
      { length: 600 },
      (_, i) => `<item identifier="i${i}" identifierref="m"><title>A</title></item>`,
    );
    const manifest = manifest12(organization(items.join('')), sco('q', 'a.html')).replace(
      '</manifest>',
      `${inside}</manifest>`,
    );
    const [first] = (await refused(course(manifest, 'a.html'))).findings;
    expect(first).toMatchObject({ code: 'structure_too_large' });
  });
  it('[PKG-20] a manifest that is too large to be read with every launch is refused', async () => {
    const { manifest } = await accepted(of(item('a', 'A')));
    const described = (chars: number) => ({ ...manifest, description: 'x'.repeat(chars) });
    expect(sizeFinding(described(MANIFEST_BYTES_MAX - 1_000), 'm')).toBeUndefined();
    expect(sizeFinding(described(MANIFEST_BYTES_MAX), 'm')).toMatchObject({ code: 'structure_too_large' });
  });
});
