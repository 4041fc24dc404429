import type { Io } from './io.ts';

/** Writes what a command found as one line of JSON, for programs. */
export function printReport(io: Pick<Io, 'stdout'>, report: object): void {
  io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...report })}\n`);
}
