import type { Catalog } from '../catalog/catalog.ts';
import { numberOf, queryRows, textOf } from '../catalog/result-rows.ts';
import type { LengthDistribution } from './report-content.ts';
import type { SettingName } from './settings.ts';

/** How long outputs are, in tokens, by setting and task. */
export async function gatherLengths(
  catalog: Catalog,
  nameOf: SettingName,
): Promise<readonly LengthDistribution[]> {
  const rows = await queryRows(
    catalog,
    `SELECT variant, seed, coalesce(lengths.task, sets.task) AS task, tokens, count(*) AS outputs
     FROM lengths LEFT JOIN (SELECT DISTINCT dataset, task FROM predictions) AS sets USING (dataset)
     GROUP BY ALL ORDER BY ALL`,
  );
  const found = new Map<string, { setting: string; task: string; lengths: [number, number][] }>();
  for (const row of rows) {
    const setting = nameOf(textOf(row, 'variant'), numberOf(row, 'seed'));
    const task = textOf(row, 'task');
    const key = JSON.stringify([setting, task]);
    const distribution = found.get(key) ?? { setting, task, lengths: [] };
    found.set(key, distribution);
    distribution.lengths.push([numberOf(row, 'tokens') ?? 0, numberOf(row, 'outputs') ?? 0]);
  }
  return [...found.values()];
}
