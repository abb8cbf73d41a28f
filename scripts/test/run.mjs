// Runs steps, a few at a time, each a process; prints what a step said when it is done, so that lines do not mix.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { ROOT } from '../start/install.mjs';

/**
 * @typedef {{ name: string, args: string[], report?: string }} Step args for Node; `report`: where vitest writes its JSON
 * @typedef {{ passed: number, failed: number, skipped: number }} Result
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what still runs, when we are told to end. */
export function endAll() {
  for (const child of running) child.kill('SIGTERM');
}

/** @param {Step[]} steps @param {number} atOnce @returns {Promise<Result[]>} */
export async function runAll(steps, atOnce) {
  const waiting = [...steps];
  const results = [];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** @param {Step} step @returns {Promise<Result>} */
async function runStep(step) {
  if (step.report !== undefined) rmSync(step.report, { force: true });
  const began = Date.now();
  const { code, output } = await run(step.args, step.report !== undefined);
  const result = step.report === undefined ? staticResult(code) : reportResult(step.report, code);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${result.failed > 0 ? '✗' : '✓'} ${step.name} (${seconds} s)`);
  if (result.failed > 0 && output !== '') console.log(output);
  return result;
}

/** @returns {Promise<{ code: number, output: string }>} @param {string[]} args @param {boolean} show as it comes */
function run(args, show) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: '1' },
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A static check counts as one. @param {number} code @returns {Result} */
const staticResult = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** Vitest's counts, and one more failure for each file that did not load and for an error outside of any test. */
function reportResult(path, code) {
  if (!existsSync(path)) return staticResult(1);
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
