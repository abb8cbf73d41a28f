import { describe, expect, it } from 'vitest';
import { accepted, manifest12, organization, sco } from '../package.testing.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip } from '../zip/zip.testing.ts';
import { SCAN_LIMITS, scanFiles } from './scan.ts';

const items = '<item identifier="i" identifierref="r"><title>I</title></item>';
const manifest = (href: string) => manifest12(organization(items), sco('r', href));

/** What is seen in a course of these files. */
async function scan(files: Record<string, string>, href = 'a.html') {
  const entries = [
    { name: 'imsmanifest.xml', data: manifest(href) },
    ...Object.entries(files).map(([name, data]) => ({ name, data })),
  ];
  const findings = await scanFiles(bytesSource(makeZip(entries)), await accepted(entries));
  return findings.map(({ code, where, message }) => ({ code, where, message }));
}
const codes = async (files: Record<string, string>, href?: string) =>
  (await scan(files, href)).map(({ code, where }) => `${code} ${where}`);

describe('the files of a course', () => {
  it('[SCAN-1] what pages and styles load from other hosts is named, once, with its first place', async () => {
    const found = await scan({
      'a.html': `<p>\n<script src="https://cdn.example/x.js"></script><img src=//img.example:8080/a.png><link rel="stylesheet" href='https://CDN.example/y.css'>`,
      'b.css': '@import "https://fonts.example/f.css"; a { background: url( https://img.example/b.png) }',
      'c.html': '<video poster="https://user@v.example/p"></video>',
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'outside_resources', where: 'a.html:2' });
    expect(found[0]!.message).toContain(
      'from “cdn.example”, “img.example:8080”, “fonts.example”, “img.example”, “v.example”:',
    );
    const many = Array.from({ length: 8 }, (_, i) => `<img src="https://h${i}.example/">`).join('');
    expect((await scan({ 'a.html': many }))[0]!.message).toContain('“h4.example”, 3 more');
  });
  it('[SCAN-1] what stays in the package, names a namespace or stands in a comment is nothing', async () => {
    const page = `<!-- <script src="https://cdn.example/x.js"></script> --><html xmlns="http://www.w3.org/1999/xhtml">
<link rel="canonical" href="https://other.example/"><img src="pictures/https.png"><img src="data:image/png;base64,AA==">
<script>const s = 'https://cdn.example/x.js';</script><!-- unclosed <img src="https://x.example/">`;
    expect(
      await codes({ 'a.html': page.replace('<!-- unclosed', ''), 'b.txt': '<img src="https://x.example">' }),
    ).toEqual(['outside_resources a.html:3']);
    expect(await codes({ 'a.html': page.split('\n').slice(0, 2).join('\n') })).toEqual([]);
  });
  it('[SCAN-2] links to other hosts are named apart', async () => {
    const found = await scan({
      'a.html': '<a class="x" href="https://a.example/x">x</a>\n<form action="http://b.example"></form>',
    });
    expect(found).toEqual([
      { code: 'outside_links', where: 'a.html:1', message: 'Pages link to “a.example”, “b.example”.' },
    ]);
  });
  it('[SCAN-1] a comment that never ends hides nothing, and lines keep their numbers behind the others', async () => {
    const image = '<img src="https://x.example/">';
    expect(await codes({ 'a.html': `<!-- a\n> -- --><!---->\n${image}` })).toEqual(['outside_resources a.html:3']);
    expect(await codes({ 'a.html': `<!-- ${image}` })).toEqual(['outside_resources a.html:1']);
    expect(await codes({ 'a.html': `<!-- ${image} --><!-- ${image}${image} -->` })).toEqual([]);
    expect(
      await codes({ 'a.html': `${image}<!-- -->`, 'b.html': '<!-- --><img <!-- --> src="https://y.example/">' }),
    ).toEqual(['outside_resources a.html:1']);
  });
  it('[SCAN-1] a link of a page loads by its relation', async () => {
    const link = (attributes: string) => codes({ 'a.html': `<link ${attributes}>` });
    for (const rel of ['shortcut ICON', 'preload', 'manifest']) {
      expect(await link(`rel="${rel}" href="https://x.example/"`), rel).toEqual(['outside_resources a.html:1']);
    }
    expect(await link('href="https://icon.example/"')).toEqual([]);
    expect(await link('rel="//icon.example" href="a.ico"')).toEqual([]);
  });
  it('[SCAN-3] what comes over http is blocked in a course over https', async () => {
    expect(await codes({ 'a.html': '<img src="http://a.example/x.png">' })).toEqual([
      'outside_resources a.html:1',
      'insecure_content a.html:1',
    ]);
    expect(await codes({ 'a.html': '' }, 'http://a.example/start')).toEqual([
      'outside_launch undefined',
      'insecure_content http://a.example/start',
    ]);
    const [outside, insecure] = await scan({ 'a.html': '' }, 'http://a.example/start');
    expect(outside!.message).toBe('The item “I” opens “http://a.example/start”, which is not part of the package.');
    expect(insecure!.message).toMatch(/^What comes from “a\.example” comes over http; /);
    expect(await codes({ 'a.html': '' }, 'https://a.example/start?of=http:')).toEqual(['outside_launch undefined']);
  });
  it('[SCAN-4] a course that saves in unload and in no better event is told, one that does both is not', async () => {
    const ends = '<script>function end() { API.LMSFinish(""); }</script>';
    for (const page of [
      '<body\nonunload="end()">',
      '<body>\n<script>window.onbeforeunload = end;</script>',
      "<body>\n<script>addEventListener('unload', end)</script>",
      '<body>\n<script>$(window).unload(end)</script>',
    ]) {
      expect(await codes({ 'a.html': page + ends }), page).toEqual(['saves_on_unload a.html:2']);
      expect(await codes({ 'a.html': page + ends, 'b.js': 'addEventListener("pagehide", end)' }), page).toEqual([]);
    }
    const [told] = await scan({ 'a.html': `<body onunload="end()">${ends}` });
    expect(told!.message).toMatch(/^The course ends its work when a page is unloaded, /);
    expect(await codes({ 'a.html': ends })).toEqual([]);
    expect(await codes({ 'a.html': '', 'jquery.js': 'e.attachEvent("onunload", reset)' })).toEqual([]);
    expect(await codes({ 'a.html': '', 'api.js': 'window.onunload = () => API.LMSCommit("")' })).toEqual([
      'saves_on_unload api.js:1',
    ]);
  });
  it('[SCAN-5] so many files are looked at, those that are launched first; large ones are passed over', async () => {
    const outside = '<img src="https://x.example/">';
    const many = Object.fromEntries(Array.from({ length: SCAN_LIMITS.files }, (_, i) => [`p${i}.html`, '']));
    expect(await codes({ ...many, 'z.html': outside }, 'z.html')).toEqual(['outside_resources z.html:1']);
    expect(await codes({ ...many, 'z.html': outside }, 'p0.html')).toEqual([]);
    expect(await codes({ 'a.html': outside + ' '.repeat(SCAN_LIMITS.fileBytes) })).toEqual([]);
    const whole = outside.padEnd(SCAN_LIMITS.fileBytes);
    expect(await codes({ 'a.html': whole })).toEqual(['outside_resources a.html:1']);
    const room = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`p${i}.html`, whole.replace('x', 'y')]));
    expect((await scan({ ...room, 'z.html': whole }, 'p0.html'))[0]!.message).toContain('“x.example”');
    const inOrder = await scan({ 'a.html': `\n${outside}`, 'b.html': outside }, 'b.html');
    expect(inOrder.map(({ where }) => where)).toEqual(['a.html:2']);
    const large = ' '.repeat(SCAN_LIMITS.fileBytes - 100);
    const full = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}.html`, large]));
    expect(await codes({ ...full, 'z.html': outside }, 'p0.html')).toEqual([]);
  });
  it('[SCAN-6] a damaged file ends the look, and no text makes it slow', async () => {
    const entries = [
      { name: 'imsmanifest.xml', data: manifest('a.html') },
      { name: 'a.html', data: '<img src="https://x.example/">' },
      { name: 'b.html', data: '<a href="https://y.example/">', lie: { crc32: 1 } },
    ];
    const source = bytesSource(makeZip(entries));
    const inspected = await accepted(entries);
    const findings = await scanFiles(source, inspected);
    expect(findings.map(({ code }) => code)).toEqual(['outside_resources']);
    const away = { ...source, read: () => Promise.reject(new Error('storage is away')) };
    await expect(scanFiles(away, inspected)).rejects.toThrow('storage is away');
    const half = SCAN_LIMITS.fileBytes / 2;
    const hard = ['<!--', '<a ', '<a href="', 'url(', 'unload ', '<a src=\'"', ' '].map((piece) =>
      piece.repeat(Math.floor(half / piece.length)),
    );
    const started = performance.now();
    await scan({ 'a.html': '', ...Object.fromEntries(hard.map((text, i) => [`h${i}.html`, text])) });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
