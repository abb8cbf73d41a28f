import { expect, it } from 'vitest';
import { loneManifestType } from './lone-manifest.ts';

it('[PKG-22] a file that is a manifest alone is known by its extension', () => {
  expect(loneManifestType('cmi5.xml')).toBe('text/xml');
  expect(loneManifestType('Geology.XML')).toBe('text/xml');
  expect(loneManifestType('lectern.json')).toBe('application/json');
  expect(loneManifestType('course.zip')).toBeUndefined();
  expect(loneManifestType('xml')).toBeUndefined();
});
