// What there is to check, each as a command of a tool in node_modules.
import { join } from 'node:path';
import { ROOT } from '../start/install.mjs';

const tool = (path) => join(ROOT, 'node_modules', path);

export const formatAndLint = { name: 'format and lint', args: [tool('@biomejs/biome/bin/biome'), 'check', '.'] };

/** One check a room: what is allowed to be there (platform types, DOM, Node) differs. */
export const types = ['domain', 'tsconfig.workers.json', 'tsconfig.browser.json', 'tsconfig.tests.json'].map(
  (project) => ({
    name: `types: ${project}`,
    args: [tool('typescript7/bin/tsc'), '-p', project],
  }),
);

export const envTypes = { name: 'types of bindings are current', args: ['scripts/wrangler-types.mjs', '--check'] };

export const deadCode = { name: 'no dead code', args: [tool('knip/bin/knip.js'), '--no-progress'] };

/** @param {string} name @param {string[]} projects @param {string[]} more further arguments */
export function vitest(name, projects, more = []) {
  const report = join(ROOT, 'reports', `vitest-${name}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', '--silent=passed-only', `--outputFile.json=${report}`];
  const args = [tool('vitest/vitest.mjs'), 'run', ...projects.flatMap((project) => ['--project', project])];
  return { name: `tests: ${name}`, args: [...args, ...reporters, ...more], report };
}
