import type { Catalog } from '../catalog/catalog.ts';
import { numberOf, queryRows, textOf } from '../catalog/result-rows.ts';
import type { ErrorCount } from './report-content.ts';
import type { SettingName } from './settings.ts';

/** Wrong items by setting, task, metric and class. */
export async function gatherErrors(catalog: Catalog, nameOf: SettingName): Promise<readonly ErrorCount[]> {
  const rows = await queryRows(
    catalog,
    `SELECT variant, seed, task, metric, class, count(*) AS count FROM errors
     GROUP BY ALL ORDER BY ALL`,
  );
  return rows.map((row) => ({
    setting: nameOf(textOf(row, 'variant'), numberOf(row, 'seed')),
    task: textOf(row, 'task'),
    metric: textOf(row, 'metric'),
    class: textOf(row, 'class'),
    count: numberOf(row, 'count') ?? 0,
  }));
}
