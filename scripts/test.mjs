// `npm test`: installs what is missing, then checks everything on the project's own Node. Plain Node 20 is enough to begin.
import { ensureInstalled } from './start/install.mjs';
import { runOnProjectNode } from './start/node.mjs';

try {
  ensureInstalled();
  process.exitCode = await runOnProjectNode('scripts/test/main.mjs', process.argv.slice(2));
} catch (error) {
  console.error(`\n${error.message}\n\n0 passed, 1 failed`);
  process.exitCode = 1;
}
