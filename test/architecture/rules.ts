/** `to`: a file as `./path/from/root`, or what a package or platform module is called. */
export interface ImportEdge {
  from: string;
  to: string;
}

/** The stages of `domain/` in the order data moves: each may import itself and those before it. */
export const STAGES = [
  'kernel',
  'access',
  'package',
  'bundle',
  'license',
  'statement',
  'document',
  'runtime',
  'sequencing',
  'session',
  'projection',
  'credential',
];

/** The Durable Object classes that a Worker hosts. */
const HOSTED: Readonly<Record<string, readonly string[]>> = {
  api: ['tenant-keys', 'build-watch'],
  delivery: ['play-session'],
  progress: ['statement-log', 'id-slot', 'document-store', 'event-feed', 'statement-imports'],
};

/** A room: its folders, the folders it may import, and the modules from outside (a trailing `*` is a prefix). */
interface Room {
  is: RegExp;
  files(match: RegExpExecArray): readonly string[];
  modules: readonly string[];
}

const HONO = ['hono', 'hono/*', '@hono/zod-openapi', 'zod'];
const PREACT = ['preact', 'preact/*', '@preact/signals', 'preact-iso'];

/** The import table of the design. The first room that fits a file is its room; files in no room are free. */
const ROOMS: readonly Room[] = [
  {
    is: /^domain\/([^/]+)\//,
    files: ([, stage]) => STAGES.slice(0, STAGES.indexOf(stage!) + 1).map((name) => `domain/${name}/`),
    modules: ['saxes', 'uuid', '@noble/hashes', '@noble/hashes/*'],
  },
  { is: /^d1\//, files: () => ['domain/', 'd1/'], modules: ['drizzle-orm', 'drizzle-orm/*', 'uuid'] },
  // What is read and written here is inflated and hashed in native code, which workerd offers under these names.
  { is: /^r2\//, files: () => ['domain/', 'r2/'], modules: ['node:crypto', 'node:zlib'] },
  {
    is: /^durable-objects\/([^/]+)\//,
    files: ([, own]) => ['domain/', 'r2/', `durable-objects/${own}/`],
    // zlib: a segment is compressed within a transaction, which must not wait.
    modules: ['cloudflare:*', 'uuid', 'node:zlib'],
  },
  { is: /^workers\/shared\//, files: () => ['domain/', 'workers/shared/'], modules: ['cloudflare:*', ...HONO] },
  {
    is: /^workers\/([^/]+)\//,
    files: ([, own]) => [
      ...['domain/', 'd1/', 'r2/', 'schemas/', 'workers/shared/', `workers/${own}/`],
      ...(HOSTED[own!] ?? []).map((name) => `durable-objects/${name}/`),
    ],
    modules: ['cloudflare:*', ...HONO, 'drizzle-orm', 'drizzle-orm/*', 'jose', 'uuid'],
  },
  { is: /^ui\//, files: () => ['domain/', 'ui/'], modules: PREACT },
  { is: /^player\//, files: () => ['domain/', 'ui/', 'player/'], modules: [...PREACT, 'idb', 'marked', 'uuid'] },
  { is: /^console\//, files: () => ['domain/', 'ui/', 'console/'], modules: [...PREACT, 'tus-js-client'] },
  {
    is: /^cli\//,
    files: () => ['domain/', 'cli/'],
    modules: ['node:*', 'citty', 'cli-progress', 'esbuild', 'tus-js-client'],
  },
];

/** The imports that the table does not let through, as readable lines. */
export function refusedImports(edges: readonly ImportEdge[]): string[] {
  return edges.filter((edge) => !isAllowed(edge)).map(({ from, to }) => `${from} imports ${to}`);
}

function isAllowed({ from, to }: ImportEdge): boolean {
  for (const room of ROOMS) {
    const match = room.is.exec(from);
    if (match === null) continue;
    if (to.startsWith('./')) return room.files(match).some((folder) => to.slice(2).startsWith(folder));
    return room.modules.some((name) => (name.endsWith('*') ? to.startsWith(name.slice(0, -1)) : to === name));
  }
  return true;
}
