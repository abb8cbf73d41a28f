import { defineConfig } from 'vitest/config';

/** The domain's own tests alone: what coverage is measured on, and what mutants have to be killed by. */
export default defineConfig({
  test: {
    environment: 'node',
    // Ends what hangs; a property of thousands of cases takes seconds on a busy machine.
    testTimeout: 60_000,
    include: ['domain/**/*.test.ts'],
    coverage: {
      provider: 'istanbul',
      include: ['domain/**/*.ts'],
      exclude: ['domain/**/*.test.ts', 'domain/**/*.testing.ts', 'domain/**/*.d.ts'],
      reportsDirectory: 'coverage',
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 95, functions: 95, statements: 95, branches: 90 },
    },
  },
});
