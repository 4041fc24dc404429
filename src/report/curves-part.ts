import type { Catalog } from '../catalog/catalog.ts';
import { numberOf, queryRows, textOf } from '../catalog/result-rows.ts';
import type { Curve } from './report-content.ts';
import type { SettingName } from './settings.ts';

/** Every measure of every training run over its steps, in the order of the pipeline. */
export async function gatherCurves(catalog: Catalog, nameOf: SettingName): Promise<readonly Curve[]> {
  const rows = await queryRows(catalog, 'SELECT variant, seed, stage, name, step, value FROM curves');
  const curves = new Map<string, { steps: number[]; values: number[] } & Omit<Curve, 'steps' | 'values'>>();
  for (const row of rows) {
    const setting = nameOf(textOf(row, 'variant'), numberOf(row, 'seed'));
    const [stage, name] = [textOf(row, 'stage'), textOf(row, 'name')];
    const value = numberOf(row, 'value');
    if (value === null || !Number.isFinite(value)) continue;
    const key = JSON.stringify([setting, stage, name]);
    const curve = curves.get(key) ?? { setting, stage, name, steps: [], values: [] };
    curves.set(key, curve);
    curve.steps.push(numberOf(row, 'step') ?? 0);
    curve.values.push(Number(value.toPrecision(5)));
  }
  return [...curves.values()];
}
