// Compiles CLI and runner to dist/. Steps, pipelines and the task layer's commands are always loaded from source.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/main.ts', worker: 'src/runner/worker-main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  write: false,
  logLevel: 'warning',
});
// Only a build that worked takes the place of the last one, and there is no moment without any.
mkdirSync(dist, { recursive: true });
for (const { path, contents } of outputFiles) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
const built = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(dist)) {
  if (/\.(js|map)$/.test(name) && !built.has(name)) rmSync(join(dist, name), { force: true });
}
