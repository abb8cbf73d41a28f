import { describe, expect, it } from 'vitest';
import { scriptedAt, scriptTag } from './script-pages.ts';

const scripted = (page: string): string => {
  const bytes = new Uint8Array(Buffer.from(page, 'latin1'));
  const at = scriptedAt(bytes);
  return at === undefined ? 'not scripted' : `${page.slice(0, at)}*${page.slice(at)}`;
};

describe('a script at the beginning of a page', () => {
  it.each([
    ['<!doctype html><HEAD class="a"><title>x', '<!doctype html><HEAD class="a">*<title>x'],
    ['<!-- <head> --><html>\n<header><head>', '<!-- <head> --><html>\n<header><head>*'],
    ['<html lang="de"><body>', '<html lang="de">*<body>'],
    ['<!DOCTYPE html>\n<p>K\xe4se', '<!DOCTYPE html>*\n<p>K\xe4se'],
    ['<p>plain', '*<p>plain'],
    ['\xef\xbb\xbfplain', '\xef\xbb\xbf*plain'],
    ['', '*'],
    ['\xff\xfe<\0h\0', 'not scripted'],
    ['<\0h\0', 'not scripted'],
  ])('[OUT-13] %j', (page, expected) => {
    expect(scripted(page)).toBe(expected);
  });
  it('[OUT-13] is found at once in a page of tags that never end', () => {
    const began = performance.now();
    expect(scripted('<head '.repeat(11_000))).toMatch(/^\*<head/);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
  it('[OUT-13] is found from every folder', () => {
    expect(scriptTag('index.html', 'lectern/shim.js')).toBe('<script src="lectern/shim.js"></script>');
    expect(scriptTag('a/b c/index.html', 'lectern/shim.js')).toBe('<script src="../../lectern/shim.js"></script>');
  });
});
