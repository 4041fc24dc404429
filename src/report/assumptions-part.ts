/** What the paper leaves open, and what the choices change as far as the store shows it. */
import { type Effect, effectsOf, readMeanScores } from '../catalog/assumption-effects.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { queryRows, textOf } from '../catalog/result-rows.ts';
import { scorerProfiles } from '../uie/scorers/all-profiles.ts';
import type { ReportAssumption } from './report-content.ts';

export async function gatherAssumptions(catalog: Catalog): Promise<readonly ReportAssumption[]> {
  const rows = await queryRows(catalog, 'FROM assumptions');
  return rows.map((row) => ({
    name: textOf(row, 'name'),
    about: textOf(row, 'about'),
    value: textOf(row, 'value'),
    alternatives: textOf(row, 'alternatives')
      .split('; ')
      .filter((one) => one !== ''),
    reason: textOf(row, 'reason'),
    setting: textOf(row, 'setting') || null,
    compared: textOf(row, 'compared')
      .split(' ')
      .filter((one) => one !== ''),
  }));
}

/** By the name of the assumption; those without any measure are left out. */
export async function gatherEffects(
  catalog: Catalog,
  assumptions: readonly ReportAssumption[],
): Promise<Readonly<Record<string, readonly Effect[]>>> {
  const scores = await readMeanScores(catalog);
  const scorer = assumptions.find(({ name }) => name === 'scorer')?.value ?? 'prouie';
  const measured = assumptions.map(({ name, compared }) => {
    const by = compared.every((one) => one in scorerProfiles) ? 'scorer' : 'variant';
    return [name, effectsOf({ by, names: compared }, scores, scorer)] as const;
  });
  return Object.fromEntries(measured.filter(([, effects]) => effects.length > 0));
}
