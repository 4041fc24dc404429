/** Everything that a report shows, from a store alone. */
import { openCatalog } from '../catalog/catalog.ts';
import { openStoreSource } from '../catalog/store-source.ts';
import { Store } from '../store/store.ts';
import { gatherCurves } from './curves-part.ts';
import { gatherErrors } from './errors-part.ts';
import { gatherExamples } from './examples-part.ts';
import { gatherLengths } from './lengths-part.ts';
import { gatherNodes } from './nodes-part.ts';
import { gatherOverview } from './overview-part.ts';
import { queryRows, textOf } from './relation-rows.ts';
import type { AuditEntry, ReportAssumption, ReportContent } from './report-content.ts';
import { readRunReasons } from './run-reasons.ts';
import { gatherRuns } from './runs-part.ts';
import { gatherScores } from './scorers-part.ts';
import { nameSettings } from './settings.ts';
import { gatherCases, gatherSlots, gatherTables } from './tables-part.ts';

export interface ReportSelection {
  /** The store's folder. */
  readonly store: string;
  readonly pipeline: string;
  readonly profile: string;
  /** The checks of the paper's figures, which are no part of a store. */
  readonly audit: readonly AuditEntry[];
}

/**
 * The same store gives the same content.
 *
 * @throws ProuieError PROUIE_STORE_MISSING, PROUIE_STATE_MISSING, PROUIE_STATE_BROKEN, PROUIE_STORE_NEWER, and what the
 *   catalogue throws for content of the store that is no table
 */
export async function gatherReport(selection: ReportSelection): Promise<ReportContent> {
  const { pipeline, profile, audit } = selection;
  const source = openStoreSource(selection.store, { pipeline, profile });
  const catalog = await openCatalog(source);
  try {
    const runs = gatherRuns(selection.store, source.runs(), { pipeline, profile });
    const told = readRunReasons(
      selection.store,
      runs.map(({ run }) => run),
    );
    const { nodes, columns } = gatherNodes(new Store(selection.store), source, runs, told.reasons);
    const tables = gatherTables(source);
    const seeds = new Set(source.nodes().flatMap(({ tags }) => tags['seed'] ?? []));
    const nameOf = nameSettings([...seeds].map(Number));
    const content = {
      tables,
      nodes,
      columns,
      curves: await gatherCurves(catalog, nameOf),
      lengths: await gatherLengths(catalog, nameOf),
      errors: await gatherErrors(catalog, nameOf),
      scores: await gatherScores(catalog, nameOf),
      slots: gatherSlots(source),
      cases: gatherCases(source),
      examples: await gatherExamples(catalog, nameOf),
      assumptions: (await queryRows(catalog, 'FROM assumptions')).map(readAssumption),
      audit,
    };
    const warnings = [...new Set([...told.warnings, ...catalog.warnings])];
    const overview = gatherOverview({ pipeline, profile }, source.nodes(), nodes, runs, tables, warnings);
    return { schemaVersion: 1, overview, ...content };
  } finally {
    catalog.close();
  }
}

function readAssumption(row: Parameters<typeof textOf>[0]): ReportAssumption {
  const alternatives = textOf(row, 'alternatives');
  return {
    name: textOf(row, 'name'),
    about: textOf(row, 'about'),
    value: textOf(row, 'value'),
    alternatives: alternatives.split('; ').filter((one) => one !== ''),
    reason: textOf(row, 'reason'),
    setting: textOf(row, 'setting') || null,
  };
}
