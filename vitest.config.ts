import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import parts from './test/parts.json' with { type: 'json' };

const filesOf = (paths: readonly string[]): string[] =>
  paths.map((path) => (path.endsWith('/') ? `${path}**/*.test.ts` : path));

/**
 * The parts run one after the other, so that what one of them takes is its own; `--project NAME` runs one alone. The
 * part without paths takes what no other names. Files of a part that says `isolate: false` share their processes: they
 * change nothing of theirs, and are so small that starting one for each would take longer than they do.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    sequence: { sequencer: LongestFirst },
    projects: parts.map(({ name, paths, isolate = true }, groupOrder) => ({
      test: {
        name,
        include: paths.length > 0 ? filesOf(paths) : ['test/**/*.test.ts'],
        exclude: [
          // A command of its own, since it takes minutes.
          'test/order/**',
          ...(paths.length > 0 ? [] : parts.flatMap((part) => filesOf(part.paths))),
        ],
        sequence: { groupOrder },
        pool: 'forks',
        isolate,
        maxWorkers: 2,
        // A bound for what hangs, not for what is slow: other work on the machine must not fail a test.
        testTimeout: 180_000,
        hookTimeout: 180_000,
      },
    })),
  },
});
