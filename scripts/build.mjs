// Compiles CLI and runner to dist/. Steps, pipelines and the task layer's commands are always loaded from source.
//
// What a run with nothing to do needs is one file, dist/main.js, since every further file costs a millisecond; what is
// loaded on demand lies in dist/lazy/.
import { rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const settings = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
};

const lazy = {};
const onDemand = {
  name: 'on-demand',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = basename(path, '.ts');
      lazy[`lazy/${name}`] = resolve(resolveDir, path);
      return { path: `./lazy/${name}.js`, external: true };
    });
  },
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({ ...settings, entryPoints: { main: 'src/cli/main.ts' }, outdir: 'dist', plugins: [onDemand] });
await build({
  ...settings,
  entryPoints: { worker: 'src/runner/worker-main.ts', ...lazy },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'lazy/chunk-[hash]',
});
