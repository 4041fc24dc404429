import { appendFileSync } from 'node:fs';

/** Counts a fault that was tried, for the figures that `npm run test:faults` prints at its end. */
export function tally(kind: string, survived: boolean): void {
  const file = process.env['PROUIE_FAULT_TALLY'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ kind, survived })}\n`);
}
