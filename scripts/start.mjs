// `npm start`: the first half, which runs on whatever Node is there with nothing installed. It installs what is missing,
// then gives way to the second half (start/main.mjs) on the project's own Node and stays only to pass signals on.
import { ensureInstalled } from './start/install.mjs';
import { runOnProjectNode } from './start/node.mjs';

try {
  ensureInstalled();
  process.exitCode = await runOnProjectNode('scripts/start/main.mjs', process.argv.slice(2));
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
