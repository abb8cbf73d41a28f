// `npm start`, second half, on the project's Node: build, migrate, seed, serve, import the sample, say where everything
// is; then stay, and end when told to or when the server does.
import { buildBrowserFiles } from './build.mjs';
import { factsOf, printFacts } from './facts.mjs';
import { assertFree, endRemains, runningInstance, wantedPort } from './port.mjs';
import { prepareDatabases } from './prepare.mjs';
import { importSample } from './sample.mjs';
import { Server } from './server.mjs';
import { paths, readJson, writeJson } from './state.mjs';

/** @type {Server | undefined} */
let server;
let stopping = false;

/** Ends everything, once, however often it is asked. @param {number} code */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await server?.stop();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
// Our parent is gone, however it went.
process.on('disconnect', () => stop(1));

try {
  const running = runningInstance();
  if (running === undefined) await start(wantedPort());
  else greetRunning(running.port);
} catch (error) {
  if (!stopping) console.error(`\n${error instanceof Error ? error.message : error}\n`);
  await stop(1);
}

/** @param {number} port */
async function start(port) {
  await assertFree(port, await endRemains());
  const url = `http://localhost:${port}`;
  buildBrowserFiles();
  prepareDatabases();
  server = new Server(port);
  server.ended.then((why) => {
    if (why === undefined || stopping) return;
    console.error(`\n${why} Its log is ${paths.log}. Start again with: npm start\n`);
    process.exit(1);
  });
  await server.ready(url);
  const tenants = readJson(paths.tenants);
  await importSample(url, tenants.demo.operatorToken).catch((error) => console.error(`${error.message}\n`));
  const facts = factsOf(url, tenants.demo);
  writeJson(paths.facts, facts);
  printFacts(facts, 'Lectern is running. Stop it with Ctrl-C; everything is kept.');
}

/** @param {number} port */
function greetRunning(port) {
  if (process.env.PORT && wantedPort() !== port) {
    throw new Error(
      `Lectern runs already with this state folder, on port ${port}. Stop it first, or start another one beside it: ` +
        `PORT=${process.env.PORT} LECTERN_STATE=.lectern-2 npm start`,
    );
  }
  const facts = readJson(paths.facts) ?? factsOf(`http://localhost:${port}`, readJson(paths.tenants).demo);
  printFacts(facts, 'Lectern is running already.');
  process.exit(0);
}
