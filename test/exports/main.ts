// `npm run play:exports -- [--only WORD] [--target FORMAT] [--workers N]`: every export across formats of every sample, played in a browser.
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { buildBrowserFiles } from '../../scripts/start/build.mjs';
import { openBrowser } from '../support/browser.ts';
import type { Target } from '../support/small-lms/hosts.ts';
import { startSmallLms } from '../support/small-lms/server.ts';
import { type Played, playExport } from './run.ts';
import { type Sample, samples } from './samples.ts';

const TARGETS: readonly Target[] = ['scorm12', 'scorm2004', 'cmi5', 'xapi'];
/** As many as the machine that this is made for has processors. */
const WORKERS = '2';

const { values } = parseArgs({
  options: { only: { type: 'string' }, target: { type: 'string' }, workers: { type: 'string', default: WORKERS } },
});
const chosen = samples().filter(({ name, folder }) => `${folder}/${name}`.includes(values.only ?? ''));
const targets = TARGETS.filter((target) => values.target === undefined || target === values.target);
const workers = Number(values.workers);
if (chosen.length === 0 || targets.length === 0 || !Number.isSafeInteger(workers) || workers < 1) {
  console.error('Usage: npm run play:exports -- [--only WORD] [--target scorm12|scorm2004|cmi5|xapi] [--workers N]');
  process.exit(2);
}

const WIDTHS = { sample: 44, target: 30 };

/** What the platform was told: of one launch in words, of several as counts. */
function cell({ same, launches, completed, passed, scores, wrong }: Played): string {
  if (same) return 'its own format';
  if (wrong.length > 0) return `FAILED (${completed} of ${launches})`;
  const best = [...new Set(scores.map((score) => score.toFixed(2)))].join(' ');
  const verdict = passed === 0 ? '' : passed === launches ? 'passed' : `${passed} passed`;
  return [launches === 1 ? 'completed' : `${launches} completed`, verdict, best].filter(Boolean).join(', ');
}

function tell(sample: Sample, played: readonly Played[]): void {
  const name = `${sample.folder}/${sample.name.replace(/\.zip$/, '').replace('LMSTestPackage_', '')}`;
  const cells = played.map((one) => cell(one).padEnd(WIDTHS.target));
  console.log(name.padEnd(WIDTHS.sample), cells.join(' '));
  for (const { target, wrong } of played)
    for (const what of wrong.slice(0, 5)) console.log(`    ${target}: ${what.slice(0, 300)}`);
}

async function work(browser: Browser, queue: Sample[], all: Played[]): Promise<void> {
  const lms = await startSmallLms();
  try {
    for (let sample = queue.shift(); sample !== undefined; sample = queue.shift()) {
      const played: Played[] = [];
      for (const target of targets) played.push(await playExport({ browser, lms }, { sample, target }));
      tell(sample, played);
      all.push(...played);
    }
  } finally {
    await lms.stop();
  }
}

buildBrowserFiles();
const browser = await openBrowser();
const began = performance.now();
const all: Played[] = [];
const queue = [...chosen];
try {
  console.log('sample'.padEnd(WIDTHS.sample), targets.map((target) => target.padEnd(WIDTHS.target)).join(' '));
  await Promise.all(Array.from({ length: workers }, () => work(browser, queue, all)));
} finally {
  await browser.close();
}
const crossings = all.filter(({ same }) => !same);
const failed = crossings.filter(({ wrong }) => wrong.length > 0).length;
const launches = crossings.reduce((sum, one) => sum + one.launches, 0);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `\n${chosen.length} samples, ${crossings.length} exports across formats, ${launches} launches in ${seconds} s: ${failed === 0 ? 'each was played to its end' : `${failed} FAILED`}.`,
);
process.exitCode = failed === 0 ? 0 : 1;
