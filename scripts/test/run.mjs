// Runs steps, a few at a time, each a process; prints what a step said when it is done, so that lines do not mix.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from '../start/install.mjs';

/**
 * @typedef {{ name: string, args: string[], report?: string }} Step args for Node; `report`: where vitest writes its JSON
 * @typedef {{ name: string, message: string }} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[] }} Result
 */

const FAILURE_LINES = 20;

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
  const result = step.report === undefined ? staticResult(step.name, code) : reportResult(step, code);
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

/** A static check counts as one. @param {string} name @param {number} code @returns {Result} */
const staticResult = (name, code) =>
  code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [{ name, message: `ended with ${code}` }] };

/** Vitest's counts, and one more failure for each file that did not load and for an error outside of any test. */
function reportResult({ name, report: path }, code) {
  if (!existsSync(path)) return staticResult(name, 1);
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const failures = report.testResults.flatMap(failuresOf);
  if (failures.length === 0 && code !== 0) failures.push({ name, message: 'an error outside of any test' });
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/** What failed in one file: its tests, or the file itself, when it did not load. */
function failuresOf({ name: file, status, message, assertionResults }) {
  const path = relative(ROOT, file);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [{ name: path, message }] : [];
  return failed.map((test) => ({ name: `${path}: ${test.fullName}`, message: test.failureMessages.join('\n') }));
}

/** The first lines of why each failed: the place where they came by may be far above. @param {Result[]} results */
export function tellFailures(results) {
  for (const { name, message } of results.flatMap(({ failures }) => failures)) {
    console.log(`\n✗ ${name}\n${message.split('\n', FAILURE_LINES).join('\n')}`);
  }
}
