import type { Readable, Writable } from 'node:stream';

/** All that a command may touch of the process: its streams, its folder, its environment. */
export interface Io {
  readonly stdin: Readable;
  /** Data only. */
  readonly stdout: Writable;
  /** Everything that is not data. */
  readonly stderr: Writable;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A command's module exports `run` with this type; the number is the exit code. */
export type RunCommand = (argv: readonly string[], io: Io) => Promise<number>;

/** 0 done or fresh, 1 a node failed, 2 usage or configuration, 3 stale under `status --check`, 130 interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, stale: 3, interrupted: 130 } as const;
