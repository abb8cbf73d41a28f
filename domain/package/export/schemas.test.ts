import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { inspect } from '../inspect.ts';
import { readDirectory } from '../zip/directory.ts';
import { readEntry } from '../zip/entries.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip } from '../zip/zip.testing.ts';
import { homePage, roundTrip } from './export.testing.ts';
import { exportTarget, isSameFormat } from './target.ts';

const folder = process.env.COURSES_DIR ?? fileURLToPath(new URL('../../../../shared/courses', import.meta.url));
const present = existsSync(folder);

/** The official schemas as packages carry them, and a document that brings them together. */
async function schemasOf(zip: string, namespaces: Readonly<Record<string, string>>) {
  const source = bytesSource(new Uint8Array(readFileSync(join(folder, zip))));
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  const preload: { fileName: string; contents: string }[] = [];
  for (const entry of directory.value.entries.filter(({ path }) => /\.(xsd|dtd)$/.test(path))) {
    const read = await readEntry(source, entry, 1e6);
    if (read.ok) preload.push({ fileName: entry.path, contents: readable(new TextDecoder().decode(read.value)) });
  }
  const imports = Object.entries(namespaces).map(
    ([namespace, file]) => `<xs:import namespace="${namespace}" schemaLocation="${file}"/>`,
  );
  const all = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`;
  return { preload, schema: { fileName: 'all.xsd', contents: all } };
}

/**
 * As libxml2 takes them: `ims_xml.xsd` takes the namespace of XML for its default, which nothing in it depends on; and
 * `imsmd_rootv1p2p1.xsd` lets elements of its own stand where it names them already, which makes it ambiguous.
 */
const readable = (xsd: string): string =>
  xsd
    .replace('xmlns="http://www.w3.org/XML/1998/namespace"', '')
    .replaceAll('namespace="##any"', 'namespace="##other"');

const SCHEMAS = {
  scorm12: () =>
    schemasOf('scorm12/ContentPackagingSingleSCO_SCORM12.zip', {
      'http://www.imsproject.org/xsd/imscp_rootv1p1p2': 'imscp_rootv1p1p2.xsd',
      'http://www.adlnet.org/xsd/adlcp_rootv1p2': 'adlcp_rootv1p2.xsd',
      'http://www.imsglobal.org/xsd/imsmd_rootv1p2p1': 'imsmd_rootv1p2p1.xsd',
    }),
  scorm2004: () =>
    schemasOf('scorm2004/SequencingPostTestRollup4thEd_SCORM20044thEdition.zip', {
      'http://www.imsglobal.org/xsd/imscp_v1p1': 'imscp_v1p1.xsd',
      'http://www.adlnet.org/xsd/adlcp_v1p3': 'adlcp_v1p3.xsd',
      'http://www.adlnet.org/xsd/adlseq_v1p3': 'adlseq_v1p3.xsd',
      'http://www.adlnet.org/xsd/adlnav_v1p3': 'adlnav_v1p3.xsd',
      'http://www.imsglobal.org/xsd/imsss': 'imsss_v1p0.xsd',
    }),
};

/** Every package of the collection, and an authored document; those that are refused are passed over. */
function* packages(): Generator<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  for (const kind of ['scorm12', 'scorm2004', 'cmi5', 'xapi', 'hostile', 'adl-scorm2004-4th/packages']) {
    for (const name of readdirSync(join(folder, kind)).filter((each) => each.endsWith('.zip'))) {
      yield { name, bytes: new Uint8Array(readFileSync(join(folder, kind, name))) };
    }
  }
  const chapter = { id: 'c', title: 'A & B', parts: [{ id: 'p', title: '«P»', passingScore: 62.5, blocks: [] }] };
  const document = { documentVersion: 1, id: 'd', title: 'D', languages: ['en', 'de'], parts: [chapter] };
  yield {
    name: 'document',
    bytes: new Uint8Array(makeZip([{ name: 'lectern.json', data: JSON.stringify(document) }])),
  };
}

describe.skipIf(!present)(`the official schemas${present ? '' : ' (skipped: no courses at COURSES_DIR)'}`, () => {
  it.each(['scorm12', 'scorm2004'] as const)('[OUT-14] have nothing against what goes out as %s', async (format) => {
    const { preload, schema } = await SCHEMAS[format]();
    const xml: { fileName: string; contents: string }[] = [];
    for (const { name, bytes } of packages()) {
      const read = await inspect(bytesSource(bytes), { homePage });
      if (!read.ok || isSameFormat(read.value.manifest.format, { format, formatVersion: '' })) continue;
      const { manifestText } = await roundTrip(bytes, exportTarget(read.value.manifest.format, format, undefined)!);
      xml.push({ fileName: `${name}.xml`, contents: manifestText });
    }
    expect(xml.length).toBeGreaterThan(format === 'scorm12' ? 100 : 15);
    const wrong = xml[0]!.contents
      .replace('<organizations ', '<organisations ')
      .replace('</organizations>', '</organisations>');
    const { errors } = await validateXML({
      xml: [...xml, { fileName: 'wrong.xml', contents: wrong }],
      schema,
      preload,
    });
    expect(errors.map(({ message }) => message).filter((message) => !message.includes('organisations'))).toEqual([]);
    expect(errors.map(({ loc }) => loc?.fileName)).toContain('wrong.xml');
  });
});
