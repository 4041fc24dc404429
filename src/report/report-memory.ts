/** What was gathered of a store, as JSON, until something in the store changes. */
import { statSync } from 'node:fs';
import { listRunRecords } from '../runner/run/run-record.ts';
import { storePaths } from '../store/paths.ts';
import { embedJson } from './html-page.ts';
import { gatherMeasures, gatherOutline, type ReportSelection } from './report-data.ts';

export interface ReportMemory {
  /** Throws as `gatherReport`; so does the other. */
  outline(): Promise<string>;
  measures(): Promise<string>;
}

/** Pages that ask at the same time share one answer; a failure is not kept. */
export function rememberReport(selection: ReportSelection): ReportMemory {
  return {
    outline: remember(selection, gatherOutline),
    measures: remember(selection, gatherMeasures),
  };
}

function remember(
  selection: ReportSelection,
  gather: (selection: ReportSelection) => Promise<object>,
): () => Promise<string> {
  let known: { readonly state: string; readonly json: Promise<string> } | undefined;
  return async () => {
    const state = stateOf(selection);
    if (known?.state === state) return known.json;
    const asked = { state, json: gather(selection).then(embedJson) };
    known = asked;
    try {
      return await asked.json;
    } catch (cause) {
      if (known === asked) known = undefined;
      throw cause;
    }
  };
}

/** Changes with every node that a run makes, and with every run that begins or ends. */
function stateOf({ store, pipeline, profile }: ReportSelection): string {
  const runs = listRunRecords(store);
  const last = runs.at(-1);
  const files = [
    storePaths.nodes(store, pipeline, profile),
    ...(last === undefined ? [] : [storePaths.run(store, last), storePaths.events(store, last)]),
  ];
  return JSON.stringify([runs.length, ...files.map(stampOf)]);
}

function stampOf(file: string): readonly [string, number, number] {
  const found = statSync(file, { throwIfNoEntry: false });
  return [file, found?.size ?? -1, found?.mtimeMs ?? -1];
}
