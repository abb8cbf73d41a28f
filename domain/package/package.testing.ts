/** Course archives for tests, from the text of a manifest. */
import { expect } from 'vitest';
import { inspect } from './inspect.ts';
import type { ImportReport } from './report.ts';
import { bytesSource } from './zip/source.ts';
import { makeZip, type TestEntry } from './zip/zip.testing.ts';

export const homePage = 'https://demo.example';

export async function inspectZip(entries: readonly TestEntry[]) {
  const result = await inspect(bytesSource(makeZip(entries)), { homePage });
  expectSentences(result.ok ? result.value.report : result.error);
  return result;
}

/** [PKG-11] Every finding says something about this very package, and where. */
export function expectSentences({ findings }: ImportReport): void {
  for (const { message, where } of findings) {
    expect(message).toMatch(/^[\p{Lu}\d“].{12,}\.$/su);
    expect(where).not.toBe('');
  }
}

/** A SCORM 1.2 manifest around the given parts. */
export const manifest12 = (organizations: string, resources: string, extra = ''): string =>
  `<?xml version="1.0"?><manifest identifier="course" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>${extra}</metadata>
${organizations}
<resources>${resources}</resources>
</manifest>`;

export const organization = (items: string, title = '<title>Course</title>'): string =>
  `<organizations default="org"><organization identifier="org">${title}${items}</organization></organizations>`;

export const sco = (id: string, href: string, inner = ''): string =>
  `<resource identifier="${id}" type="webcontent" adlcp:scormtype="sco" href="${href}">${inner}</resource>`;

/** A course of a manifest and files that are not empty. */
export const course = (manifest: string, ...paths: string[]): TestEntry[] => [
  { name: 'imsmanifest.xml', data: manifest },
  ...paths.map((name) => ({ name, data: `contents of ${name}` })),
];

export async function accepted(entries: readonly TestEntry[]) {
  const result = await inspectZip(entries);
  if (!result.ok) throw new Error(JSON.stringify(result.error.findings));
  return result.value;
}

export async function refused(entries: readonly TestEntry[]) {
  const result = await inspectZip(entries);
  if (result.ok) throw new Error(`accepted: ${result.value.manifest.title}`);
  return result.error;
}
