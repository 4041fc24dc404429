/** The line that ends a prediction on standard error. */
import { formatSeconds } from '../terminal.ts';
import { countFailures } from './position.ts';

export interface PredictionSummary {
  /** With those that were answered before. */
  readonly texts: number;
  readonly before: number;
  readonly failures: { readonly [code: string]: number };
  readonly seconds: number;
}

/** `100000 texts in 16 s, 6250 a second; 3 failed: 2 PROUIE_JSON, 1 PROUIE_TEXT_EMPTY`. */
export function summaryLine({ texts, before, failures, seconds }: PredictionSummary): string {
  const answered = texts - before;
  const counted = answered === 1 ? '1 text' : `${answered} texts`;
  const rate = answered > 1 ? `, ${Math.round(answered / Math.max(seconds, 0.001))} a second` : '';
  const kept = before > 0 ? `, after ${before} that were there` : '';
  const failed = countFailures(failures);
  const codes = Object.entries(failures).map(([code, count]) => `${count} ${code}`);
  const fails = failed > 0 ? `; ${failed} failed: ${codes.join(', ')}` : '';
  return `${counted} in ${formatSeconds(seconds)}${rate}${kept}${fails}`;
}
