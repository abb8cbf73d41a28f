/**
 * Builds everything that browsers load into `dist/public`, in about a second: console, player shell, runtime frame and
 * API reference; and the player of exports into `dist/standalone`. What lies in `assets/` carries a hash of its content in its name and may be cached forever.
 */
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { documentHtml, embedHtml } from './build/document.mjs';
import { pageHtml, textFont } from './build/page.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = resolve(root, 'dist/public');

/** Browsers that have `light-dark()`, which the tokens are written with. */
const target = ['chrome123', 'firefox120', 'safari17.5'];
const common = { absWorkingDir: root, bundle: true, minify: true, sourcemap: true, target, logLevel: 'warning' };

const PAGES = {
  console: { entry: 'console/main.tsx', title: 'Lectern console' },
  play: { entry: 'player/shell/main.tsx', title: 'Lectern' },
  docs: { entry: 'ui/reference/main.ts', style: 'ui/reference/reference.css', title: 'Lectern API reference' },
};

/** Scalar's standalone bundle: a classic script that sets `window.Scalar`. */
const REFERENCE_BUNDLE = 'node_modules/@scalar/api-reference/dist/browser/standalone.js';

const write = async (path, content) => {
  await mkdir(dirname(resolve(out, path)), { recursive: true });
  await writeFile(resolve(out, path), content);
};

async function buildPages() {
  const entries = Object.entries(PAGES).flatMap(([name, { entry, style }]) => [
    { in: entry, out: name },
    ...(style === undefined ? [] : [{ in: style, out: name }]),
  ]);
  const { metafile } = await build({
    ...common,
    entryPoints: entries,
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: resolve(out, 'assets'),
    publicPath: '/assets',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    loader: { '.woff2': 'file' },
    metafile: true,
  });
  return Object.entries(metafile.outputs).map(([path, output]) => ({
    path: relative(out, resolve(root, path)),
    entry: output.entryPoint,
    css: output.cssBundle && relative(out, resolve(root, output.cssBundle)),
    // What it needs at once, so that the page can ask for all of it together.
    imports: output.imports
      .filter(({ kind }) => kind === 'import-statement')
      .map((imported) => relative(out, resolve(root, imported.path))),
  }));
}

/** A file under a name of its own making, copied as it is. */
async function copyHashed(source, name) {
  const content = await readFile(source);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const path = `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
  await write(path, content);
  return path;
}

async function writePages(outputs, { reference, icon }) {
  const font = textFont(outputs.map(({ path }) => path));
  for (const [name, page] of Object.entries(PAGES)) {
    const script = outputs.find(({ entry }) => entry === page.entry);
    const style = page.style === undefined ? script.css : outputs.find(({ entry }) => entry === page.style).path;
    const before = name === 'docs' ? [reference] : [];
    const { path, imports } = script;
    const html = pageHtml({ title: page.title, script: path, imports, style, before, font, icon });
    await write(`${name}/index.html`, html);
  }
}

/** The frame's names carry no hash: the page that loads it is written by a Worker, which knows no build. */
const buildFrame = () =>
  build({
    ...common,
    entryPoints: { frame: 'player/frame/main.ts' },
    format: 'iife',
    outdir: resolve(out, '.lectern/static'),
  });

/** Pages of authored documents, with names without a hash for the same reason; `course` is where the course lies from there. */
async function buildDocument({ folder, course, plugins = [] }) {
  const script = { ...common, sourcemap: false, format: 'iife', outdir: folder };
  await build({
    ...script,
    entryPoints: { document: 'player/document/main.tsx' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    assetNames: '[name]',
    loader: { '.woff2': 'file' },
    plugins,
  });
  const embed = await build({ ...script, entryPoints: ['player/document/embed.ts'], write: false });
  await writeFile(resolve(folder, 'document.html'), documentHtml(course));
  await writeFile(resolve(folder, 'embed.html'), embedHtml(embed.outputFiles[0].text));
}

/** An export has the fonts of its reader: ours weigh more than everything else that is added to it. */
const withoutFonts = {
  name: 'without-fonts',
  setup: (of) => of.onLoad({ filter: /\/ui\/fonts\.css$/ }, () => ({ contents: '', loader: 'css' })),
};

/**
 * The player that lies in exports: it is no page of ours but a file of somebody else's course, in the browsers that people
 * have there. `files.json` says which file is for what.
 */
async function buildStandalone() {
  const outdir = resolve(root, 'dist/standalone');
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...common,
    sourcemap: false,
    entryPoints: { player: 'player/standalone/main.ts', shim: 'player/standalone/shim/main.ts' },
    format: 'iife',
    outdir,
  });
  await copyFile(resolve(root, 'player/standalone/index.html'), resolve(outdir, 'index.html'));
  const shim = ['shim.js'];
  const player = (await readdir(outdir)).filter((name) => !shim.includes(name));
  await buildDocument({ folder: outdir, course: '../', plugins: [withoutFonts] });
  const document = (await readdir(outdir)).filter((name) => ![...player, ...shim].includes(name));
  await writeFile(resolve(outdir, 'files.json'), JSON.stringify({ player, document, shim }));
  // Among the static files it is found by whoever writes exports.
  await cp(outdir, resolve(out, 'standalone'), { recursive: true });
}

/** Static files are revalidated unless their name says what is in them. */
const HEADERS = '/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n';

await rm(out, { recursive: true, force: true });
const reference = await copyHashed(resolve(root, REFERENCE_BUNDLE), 'reference.js');
const icon = await copyHashed(resolve(root, 'ui/favicon.svg'), 'favicon.svg');
const [outputs] = await Promise.all([
  buildPages(),
  buildFrame(),
  buildDocument({ folder: resolve(out, '.lectern/static'), course: '../../' }),
  buildStandalone(),
]);
await writePages(outputs, { reference, icon });
await write('_headers', HEADERS);
