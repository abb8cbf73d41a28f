// `npm run conformance:lrs -- --suite DIR [--statements N] [--logs N] [--only 1.0.3|2.0.0]`: runs an installed copy of
// ADL's LRS conformance test suite against a local stack of its own, on an empty store or on one that holds statements,
// in one log or in several.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { spreadStore } from '../test/support/lrs.ts';
import { startStack } from '../test/support/stack.ts';
import { failuresOf, tableOf } from './conformance/report.mjs';

/** The path that belongs to each version: a request without a version is answered in the path's own. */
const PATHS = { '1.0.3': 'xapi/1.0.3', '2.0.0': 'xapi/2.0' };
/** The suite takes about a minute; a store that answers nothing must not hold up whoever waits. */
const SUITE_MS = 15 * 60_000;
const SUITE_OUTPUT_BYTES = 64 * 1024 * 1024;
const BATCH = 500;
/** Failures that are named; the rest is in the suite's own log. */
const SHOWN_FAILURES = 20;

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    statements: { type: 'string', default: '0' },
    logs: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const suite = values.suite === undefined ? undefined : resolve(values.suite);
if (suite === undefined || !existsSync(join(suite, 'bin/console_runner.js'))) {
  console.error('Usage: npm run conformance:lrs -- --suite DIR [--statements N] [--logs N] [--only 1.0.3|2.0.0]');
  console.error('DIR is an installed copy of adlnet/lrs-conformance-test-suite (git clone, npm install).');
  process.exit(2);
}

/** Statements of many learners, so that the suite meets a store in use. @param {number} count */
async function fill(stack, count) {
  const authorization = `Basic ${btoa(`${stack.xapi.key}:${stack.xapi.secret}`)}`;
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  for (let done = 0; done < count; done += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => ({
      actor: { mbox: `mailto:learner-${(done + i) % 1000}@example.com` },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: `https://example.com/activities/${(done + i) % 50}` },
    }));
    const response = await fetch(`${stack.url}/xapi/statements`, {
      method: 'POST',
      headers,
      body: JSON.stringify(batch),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }
}

/** One battery. Its exit code is the number of failures modulo 256, so only the log it writes is believed. */
function run(stack, version) {
  const endpoint = `${stack.url}/${PATHS[version]}`;
  const account = ['-a', '-u', stack.xapi.key, '-p', stack.xapi.secret];
  const args = ['bin/console_runner.js', '-e', endpoint, '-x', version, ...account];
  const options = { cwd: suite, timeout: SUITE_MS, maxBuffer: SUITE_OUTPUT_BYTES };
  return new Promise((done, fail) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const log = /log written to (\S.*)/.exec(stdout)?.[1];
      if (log === undefined) fail(error ?? new Error(stderr));
      else done(JSON.parse(readFileSync(log.trim(), 'utf8')));
    });
  });
}

const versions = values.only === undefined ? Object.keys(PATHS) : [values.only];
const stack = await startStack();
const results = [];
try {
  await spreadStore(stack, stack, Number(values.logs));
  await fill(stack, Number(values.statements));
  for (const version of versions) {
    const record = await run(stack, version);
    const failures = failuresOf(record.log);
    results.push({ version, ...record.summary, seconds: Math.round(record.duration / 1000) });
    for (const { name, error } of failures.slice(0, SHOWN_FAILURES)) console.log(`${version}: ${name}\n    ${error}`);
  }
} finally {
  await stack.stop();
}
console.log(tableOf(results));
process.exitCode = results.every(({ passed, total }) => passed === total && total > 0) ? 0 : 1;
