import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/faults/soak.ts'],
    globalSetup: ['test/build.ts'],
    pool: 'forks',
    disableConsoleIntercept: true,
    // Clearing away what half an hour of runs left takes its time.
    hookTimeout: 600_000,
  },
});
