// `npm start`, second half, on the project's Node: build, migrate, seed, serve, import the sample, say where everything
// is; then stay, and end when told to or when the server does.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildBrowserFiles, signatureOf } from './build.mjs';
import { factsOf, printFacts } from './facts.mjs';
import { ROOT } from './install.mjs';
import { assertFree, endRemains, runningInstance, wantedPort } from './port.mjs';
import { importSample } from './sample.mjs';
import { Server } from './server.mjs';
import { doneStamp, markDone, paths, readJson, wranglerEnv, writeJson } from './state.mjs';
import { wantedTenants } from './tenants.mjs';

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
  prepare();
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

/** What has to be there before the server starts: browser files, migrated and seeded databases. */
function prepare() {
  buildBrowserFiles();
  const wanted = wantedTenants().map(({ tenant, region }) => `${tenant}:${region}`);
  const migrations = signatureOf([join(ROOT, 'd1/migrations'), join(ROOT, 'scripts/seed-sql.mjs')]);
  once('databases', `${migrations} ${wanted.join(' ')}`, () => {
    const script = join(ROOT, 'scripts/start/databases.mjs');
    const run = spawnSync(process.execPath, ['--no-warnings', script], { encoding: 'utf8', env: wranglerEnv() });
    if (run.status !== 0) throw new Error(`The databases could not be migrated:\n\n${run.stdout}${run.stderr}`);
  });
}

/** @param {string} what @param {string} stamp @param {() => void} work */
function once(what, stamp, work) {
  if (doneStamp(what) === stamp) return;
  work();
  markDone(what, stamp);
}
