import { readCmi5 } from './cmi5/read.ts';
import { DOCUMENT_FILE } from './document/document.ts';
import { DOCUMENT_BYTES_MAX } from './document/limits.ts';
import { readAuthored } from './document/read.ts';
import type { Format } from './format.ts';
import { fileName } from './marker.ts';
import { FORMAT_NAMES } from './playable.ts';
import { isCommonCartridge, isScorm12, isScorm2004 } from './scorm-edition.ts';
import { readScorm12 } from './scorm12/read.ts';
import { readScorm2004, readUnstatedScorm2004 } from './scorm2004/read.ts';
import { readTincan } from './tincan/read.ts';

const IMS = 'imsmanifest.xml';

const named = (name: string): { name: string; phrase: string } => ({ name, phrase: `a ${name} package` });

const scorm2004 = (edition: '2' | '3' | '4'): Format => ({
  ...named(FORMAT_NAMES[`scorm2004-${edition}`]),
  format: `scorm2004-${edition}`,
  marker: IMS,
  matches: isScorm2004(edition),
  read: readScorm2004(`scorm2004-${edition}`),
});

/** In the order in which they are tried where several have a manifest in one folder. A kind without `read` is refused by its name. */
export const FORMATS: readonly Format[] = [
  scorm2004('2'),
  scorm2004('3'),
  scorm2004('4'),
  {
    ...named('SCORM 2004'),
    format: 'scorm2004-4',
    marker: IMS,
    matches: isScorm2004('unknown'),
    read: readUnstatedScorm2004,
  },
  { name: 'IMS Common Cartridge', phrase: 'an IMS Common Cartridge', marker: IMS, matches: isCommonCartridge },
  { ...named(FORMAT_NAMES.scorm12), format: 'scorm12', marker: IMS, matches: isScorm12, read: readScorm12 },
  { name: 'IMS content package', phrase: 'an IMS content package without SCORM', marker: IMS, matches: () => true },
  { ...named(FORMAT_NAMES.cmi5), format: 'cmi5', marker: 'cmi5.xml', read: readCmi5 },
  {
    name: FORMAT_NAMES.xapi,
    phrase: `an ${FORMAT_NAMES.xapi} package`,
    format: 'xapi',
    marker: 'tincan.xml',
    read: readTincan,
  },
  // Behind the others: an export of a document into another format carries the document along.
  {
    name: FORMAT_NAMES.document,
    phrase: `a ${FORMAT_NAMES.document}`,
    format: 'document',
    marker: DOCUMENT_FILE,
    file: { maxBytes: DOCUMENT_BYTES_MAX, read: readAuthored },
  },
  { name: 'AICC', phrase: 'an AICC package', marker: aiccMarker },
  { name: 'H5P', phrase: 'an H5P package', marker: (paths) => paths.find((path) => path === 'h5p.json') },
  { name: 'ZIP in a ZIP', phrase: 'a ZIP that holds another ZIP', marker: innerZip },
  { name: 'web page', phrase: 'a plain web export without a manifest', marker: webPage },
];

/** AICC CMI001: a course structure and an assignable unit file of the same name. */
function aiccMarker(paths: readonly string[]): string | undefined {
  const lower = new Set(paths.map((path) => path.toLowerCase()));
  return paths.find((path) => {
    const match = /^(.*)\.crs$/i.exec(path);
    return match !== null && lower.has(`${match[1]!.toLowerCase()}.au`);
  });
}

function innerZip(paths: readonly string[]): string | undefined {
  return paths.every((path) => /\.(zip|pif)$/i.test(path)) ? paths[0] : undefined;
}

function webPage(paths: readonly string[]): string | undefined {
  const start = paths.find((path) => /^(index|default|story|start|launch)\.x?html?$/i.test(fileName(path)));
  return start ?? paths.find((path) => /\.x?html?$/i.test(path));
}
