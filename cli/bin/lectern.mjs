#!/usr/bin/env node
// Starts the CLI on any Node from 20 on: directly where Node reads TypeScript, else from a bundle made on the spot.
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const entry = join(root, 'cli', 'main.ts');

/** Bundling takes some 50 ms, so there is no question of whether an older bundle still fits. */
async function bundled() {
  const { build } = await import('esbuild').catch(() => {
    console.error('The packages of Lectern are not installed yet. Run `npm start` or `npm ci` in its folder first.');
    process.exit(1);
  });
  const folder = join(root, 'dist', 'cli');
  const own = join(folder, `lectern-${process.pid}.mjs`);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [entry],
    outfile: own,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  // Renamed when whole, so that two that start at once never read half a file.
  const file = join(folder, 'lectern.mjs');
  await rename(own, file).catch(() => rm(own, { force: true }));
  return file;
}

// Colours are for people: libraries decide on them while they are loaded.
if (!process.stdout.isTTY) process.env.NO_COLOR ??= '1';

await import(pathToFileURL(process.features.typescript ? entry : await bundled()).href);
