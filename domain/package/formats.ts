import type { Format } from './format.ts';
import { fileName } from './marker.ts';
import { isCommonCartridge, isScorm12, isScorm2004 } from './scorm-edition.ts';
import { readScorm12 } from './scorm12/read.ts';

const IMS = 'imsmanifest.xml';

const named = (name: string): { name: string; phrase: string } => ({ name, phrase: `a ${name} package` });

/** In the order in which they are tried. A kind without `read` is refused by its name. */
export const FORMATS: readonly Format[] = [
  { ...named('SCORM 2004 2nd Edition'), format: 'scorm2004-2', marker: IMS, matches: isScorm2004('2') },
  { ...named('SCORM 2004 3rd Edition'), format: 'scorm2004-3', marker: IMS, matches: isScorm2004('3') },
  { ...named('SCORM 2004 4th Edition'), format: 'scorm2004-4', marker: IMS, matches: isScorm2004('4') },
  { ...named('SCORM 2004'), marker: IMS, matches: isScorm2004('unknown') },
  { name: 'IMS Common Cartridge', phrase: 'an IMS Common Cartridge', marker: IMS, matches: isCommonCartridge },
  { ...named('SCORM 1.2'), format: 'scorm12', marker: IMS, matches: isScorm12, read: readScorm12 },
  { name: 'IMS content package', phrase: 'an IMS content package without SCORM', marker: IMS, matches: () => true },
  { ...named('cmi5'), format: 'cmi5', marker: 'cmi5.xml' },
  { name: 'xAPI (Tin Can)', phrase: 'an xAPI (Tin Can) package', format: 'xapi', marker: 'tincan.xml' },
  { name: 'AICC', phrase: 'an AICC package', marker: aiccMarker },
  { ...named('H5P'), marker: (paths) => paths.find((path) => path === 'h5p.json') },
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
