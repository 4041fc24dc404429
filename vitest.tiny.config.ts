import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/tiny/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    pool: 'forks',
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
