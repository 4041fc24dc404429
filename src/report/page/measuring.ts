/** How a choice is measured of which a store has no scores. Pure, so that tests need no browser. */
import type { Overview, ReportAssumption } from '../report-content.ts';

/** A sentence, with commands between backticks. */
export function howToMeasure(
  { setting, alternatives }: ReportAssumption,
  { runs, profile }: Pick<Overview, 'runs' | 'profile'>,
): string {
  const run = runs.find(({ ended }) => ended !== null);
  const compare = run === undefined ? '' : `, then \`prouie diff run:${run.run} profile:${profile}\``;
  if (setting === null) return `Not measured here: it takes a change of the code and a run${compare}.`;
  if (setting.startsWith('data/'))
    return `Not measured here: it takes a change of \`${setting.replace(/:.*/, '')}\` and a run${compare}.`;
  const value = alternatives.find((one) => /^[\w.-]+$/.test(one)) ?? 'VALUE';
  return `Not measured here: \`prouie run --set ${setting}=${value}${run?.flags ?? ''}\`${compare}.`;
}
