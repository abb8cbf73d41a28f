import { readFileSync } from 'node:fs';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { web } from './test/support/web-double.mjs';

/** `unit` is plain Node; `api`, `delivery` and `progress` run inside workerd, each with its own wrangler.toml. */
const api = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './workers/api/wrangler.toml' },
      miniflare: {
        bindings: {
          MIGRATIONS_DIRECTORY: await readD1Migrations('d1/migrations/directory'),
          MIGRATIONS_CONTENT: await readD1Migrations('d1/migrations/content'),
        },
        outboundService: web,
        // The build's static files, of which exports take the standalone player.
        workers: [
          {
            name: 'lectern-assets',
            modules: true,
            compatibilityDate: '2026-10-20',
            script: readFileSync('workers/api/testing/assets-double.js', 'utf8'),
          },
        ],
      },
    })),
  ],
  test: {
    name: 'api',
    // An upload of two parts and a body of 95 MB take seconds on a busy machine.
    testTimeout: 30_000,
    include: [
      'workers/api/**/*.test.ts',
      'durable-objects/{tenant-keys,build-watch}/**/*.test.ts',
      'd1/{content,directory}/**/*.test.ts',
      'r2/**/*.workerd.test.ts',
    ],
  },
};

/** delivery asks api and progress; doubles that tests can arrange answer for both. */
const delivery = {
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './workers/delivery/wrangler.toml' },
      miniflare: {
        workers: ['api', 'progress'].map((name) => ({
          name: `lectern-${name}`,
          modules: true,
          compatibilityDate: '2026-10-20',
          script: readFileSync(`workers/delivery/testing/${name}-double.js`, 'utf8'),
        })),
      },
    }),
  ],
  test: {
    name: 'delivery',
    // The first request of a file compiles its Worker, which takes seconds while other projects run.
    testTimeout: 30_000,
    include: ['workers/delivery/**/*.test.ts', 'durable-objects/play-session/**/*.test.ts'],
  },
};

/** progress asks the api Worker; here a double with fixed tenants and credentials answers, bundled by nobody. */
const progress = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './workers/progress/wrangler.toml' },
      miniflare: {
        bindings: { TEST_MIGRATIONS: await readD1Migrations('d1/migrations/progress') },
        workers: [
          {
            name: 'lectern-api',
            modules: true,
            compatibilityDate: '2026-10-20',
            script: readFileSync('test/support/api-double.mjs', 'utf8'),
          },
        ],
      },
    })),
  ],
  test: {
    name: 'progress',
    // The first request of a file compiles its Worker, which takes seconds while other projects run.
    testTimeout: 30_000,
    include: [
      'workers/progress/**/*.test.ts',
      'durable-objects/{statement-log,id-slot,document-store,event-feed,statement-imports}/**/*.test.ts',
      'd1/progress/**/*.test.ts',
    ],
  },
};

/** A server takes seconds to start and a course a minute to play, on a machine that is busy. */
const overTheStack = (name: string, include: string) => ({
  test: { name, environment: 'node', include: [include], testTimeout: 120_000, hookTimeout: 120_000 },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Ends what hangs; a property of thousands of cases takes seconds on a busy machine.
          testTimeout: 60_000,
          include: [
            'domain/**/*.test.ts',
            'r2/**/*.unit.test.ts',
            'ui/**/*.test.ts',
            'player/**/*.test.ts',
            'console/**/*.test.ts',
            'cli/**/*.test.ts',
            'bench/**/*.test.ts',
            'workers/{assets,front,shared}/**/*.test.ts',
            'test/architecture.test.ts',
            'scripts/**/*.test.mjs',
          ],
        },
      },
      api,
      delivery,
      progress,
      // Started the way everybody starts it; journeys with a real browser.
      overTheStack('contracts', 'test/contracts/*.test.ts'),
      overTheStack('conformance', 'test/conformance/*.test.ts'),
      overTheStack('journeys', 'test/journeys/*.journey.test.ts'),
    ],
  },
});
