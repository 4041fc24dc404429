import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PipelineState } from '../../src/runner/plan/state.ts';
import { storePaths } from '../../src/store/paths.ts';

/** What a store remembers of a pipeline. */
export function readState(store: string, pipeline: string, profile = 'quick'): PipelineState {
  const name = basename(pipeline, '.ts');
  return JSON.parse(readFileSync(storePaths.nodes(store, name, profile), 'utf8')) as PipelineState;
}

/** Node and output to the digest of the content. */
export function digestsIn(store: string, pipeline: string): { readonly [output: string]: string } {
  return Object.fromEntries(
    readState(store, pipeline).nodes.flatMap(({ name, outputs }) =>
      Object.entries(outputs).map(([output, { digest }]) => [`${name} ${output}`, digest] as const),
    ),
  );
}

/** Where the content of an output lies. */
export function blobOf(store: string, pipeline: string, node: string, output: string): string {
  const found = digestsIn(store, pipeline)[`${node} ${output}`];
  if (found === undefined) throw new Error(`${node} has no output ${output}.`);
  return storePaths.blob(store, found);
}

/** Where the record of a node's result lies. */
export function recordOf(store: string, pipeline: string, node: string): string {
  const found = readState(store, pipeline).nodes.find(({ name }) => name === node);
  if (found === undefined) throw new Error(`There is no node ${node}.`);
  return storePaths.record(store, found.key);
}

/** Every path under a folder with all that would change if it were touched. */
export function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { size, mode, ino, mtimeMs, ctimeMs } = statSync(join(folder, path));
      return [path, size, mode, ino, mtimeMs, ctimeMs].join(' ');
    });
}
