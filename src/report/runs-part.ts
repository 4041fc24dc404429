import type { CatalogRun } from '../catalog/source.ts';
import { readRun } from '../runner/run/run-record.ts';
import { quoteForShell } from '../shell-words.ts';
import type { ReportRun } from './report-content.ts';

/** The runs of a pipeline and profile, newest first, each with the flags that name the same graph again. */
export function gatherRuns(
  store: string,
  runs: readonly CatalogRun[],
  { pipeline, profile }: { readonly pipeline: string; readonly profile: string },
): readonly ReportRun[] {
  return runs
    .filter((run) => run.pipeline === pipeline && run.profile === profile)
    .map(({ uncommitted, pipeline: _, profile: __, ...run }) => {
      const { data = null, settings = [] } = readRun(store, run.run) ?? {};
      const words = [
        ...(pipeline === 'prouie' ? [] : ['--pipeline', `${pipeline}.ts`]),
        ...(profile === 'quick' ? [] : ['--profile', profile]),
        ...(data === null ? [] : ['--data', data]),
        ...settings.flatMap((setting) => ['--set', setting]),
      ];
      const flags = words.map((word) => ` ${quoteForShell(word)}`).join('');
      return { ...run, changed: uncommitted !== null, flags };
    })
    .reverse();
}
