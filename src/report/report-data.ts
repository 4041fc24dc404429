/** Everything that a report shows, from a store alone. */
import { type Catalog, openCatalog } from '../catalog/catalog.ts';
import type { CatalogSource } from '../catalog/source.ts';
import { openStoreSource } from '../catalog/store-source.ts';
import { Store } from '../store/store.ts';
import { gatherAssumptions, gatherEffects } from './assumptions-part.ts';
import { gatherCurves } from './curves-part.ts';
import { gatherErrors } from './errors-part.ts';
import { gatherExamples } from './examples-part.ts';
import { gatherLengths } from './lengths-part.ts';
import { gatherNodes } from './nodes-part.ts';
import { gatherOverview } from './overview-part.ts';
import type { AuditEntry, ReportContent, ReportMeasures, ReportOutline } from './report-content.ts';
import { readRunReasons } from './run-reasons.ts';
import { gatherRuns } from './runs-part.ts';
import { gatherScores } from './scorers-part.ts';
import { nameSettings } from './settings.ts';
import { gatherCases, gatherScorerTables, gatherSlots, gatherTables } from './tables-part.ts';

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
  return { ...(await gatherOutline(selection)), ...(await gatherMeasures(selection)) };
}

/** What reads no scores and no answers. Throws as `gatherReport`. */
export async function gatherOutline(selection: ReportSelection): Promise<ReportOutline> {
  const { store, pipeline, profile, audit } = selection;
  return withCatalog(selection, async (source, catalog) => {
    const runs = gatherRuns(store, source.runs(), { pipeline, profile });
    const { reasons, warnings } = readRunReasons(
      store,
      runs.map(({ run }) => run),
    );
    const { nodes, columns } = gatherNodes(new Store(store), source, runs, reasons);
    const tables = gatherTables(source);
    return {
      schemaVersion: 1,
      overview: gatherOverview({ pipeline, profile }, source.nodes(), nodes, runs, tables, [
        ...new Set(warnings),
      ]),
      tables,
      scorerTables: gatherScorerTables(source, tables),
      nodes,
      columns,
      slots: gatherSlots(source),
      cases: gatherCases(source),
      assumptions: await gatherAssumptions(catalog),
      audit,
    };
  });
}

/** The rest. Throws as `gatherReport`. */
export async function gatherMeasures(selection: ReportSelection): Promise<ReportMeasures> {
  return withCatalog(selection, async (source, catalog) => {
    const seeds = new Set(source.nodes().flatMap(({ tags }) => tags['seed'] ?? []));
    const nameOf = nameSettings([...seeds].map(Number));
    const measures = {
      curves: await gatherCurves(catalog, nameOf),
      lengths: await gatherLengths(catalog, nameOf),
      errors: await gatherErrors(catalog, nameOf),
      scores: await gatherScores(catalog, nameOf),
      effects: await gatherEffects(catalog, await gatherAssumptions(catalog)),
      examples: await gatherExamples(catalog, nameOf),
    };
    return { ...measures, gone: [...new Set(catalog.warnings)] };
  });
}

async function withCatalog<T>(
  { store, pipeline, profile }: ReportSelection,
  gather: (source: CatalogSource, catalog: Catalog) => Promise<T>,
): Promise<T> {
  const source = openStoreSource(store, { pipeline, profile });
  const catalog = await openCatalog(source);
  try {
    return await gather(source, catalog);
  } finally {
    catalog.close();
  }
}
