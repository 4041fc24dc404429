import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { PipelineState } from '../../src/runner/plan/state.ts';

export const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface RecipeRun {
  /** The folder it is called in; store and results lie there. */
  readonly folder: string;
  /** Targets and flags of `prouie run`. */
  readonly words: readonly string[];
  /** The package whose `bin/prouie.js` is called, with its own sources. */
  readonly from?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the recipe of the quick profile. @returns the digest of every artifact, by `node output` */
export async function runRecipe({
  folder,
  words,
  from = packageRoot,
  env = {},
}: RecipeRun): Promise<ReadonlyMap<string, string>> {
  const program = join(from, 'bin', 'prouie.js');
  await execa(process.execPath, [program, 'run', '--quiet', '--color', 'never', ...words], {
    cwd: folder,
    env: { ...env, PROUIE_STORE: join(folder, '.prouie') },
  });
  const state = JSON.parse(
    readFileSync(join(folder, '.prouie/nodes/prouie/quick.json'), 'utf8'),
  ) as PipelineState;
  const digests = new Map<string, string>();
  for (const { name, status, outputs } of state.nodes) {
    if (status === 'failed') throw new Error(`${name} failed`);
    for (const [output, { digest }] of Object.entries(outputs)) digests.set(`${name} ${output}`, digest);
  }
  return digests;
}

/** Tables and figures as they were written, by path. */
export function readResults(folder: string): ReadonlyMap<string, string> {
  const results = join(folder, 'results', 'quick');
  const files = readdirSync(results, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(results.length),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}
