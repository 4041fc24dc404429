import type { Catalog } from '../catalog/catalog.ts';
import { numberOf, queryRows, textOf } from '../catalog/result-rows.ts';
import type { Score } from './report-content.ts';
import type { SettingName } from './settings.ts';

/** F1 of every setting on every data set, under each scorer profile. */
export async function gatherScores(catalog: Catalog, nameOf: SettingName): Promise<readonly Score[]> {
  const rows = await queryRows(
    catalog,
    'SELECT variant, seed, dataset, task, metric, profile, f1 FROM metrics',
  );
  const scores = new Map<string, { f1: Record<string, number> } & Omit<Score, 'f1'>>();
  for (const row of rows) {
    const setting = nameOf(textOf(row, 'variant'), numberOf(row, 'seed'));
    const [dataset, task, metric] = [textOf(row, 'dataset'), textOf(row, 'task'), textOf(row, 'metric')];
    const key = JSON.stringify([setting, dataset, metric]);
    const score = scores.get(key) ?? { setting, dataset, task, metric, f1: {} };
    scores.set(key, score);
    score.f1[textOf(row, 'profile')] = Math.round((numberOf(row, 'f1') ?? 0) * 100) / 100;
  }
  return [...scores.values()];
}
