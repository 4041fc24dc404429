// Compiles CLI and runner to dist/. Steps, pipelines and the task layer's commands are always loaded from source.
//
// What a run with nothing to do needs is one file, dist/main.cjs, since every further file costs a millisecond, and
// CommonJS, since the loader of ES modules costs nine; what is loaded on demand lies in dist/lazy/. The page of the report is dist/report/, as a browser reads it; dist/exports/ is what other programs import.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { importSource } from './import-source.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const { gatheredFolders } = await importSource('src/identity/gathered-folders.ts');
const settings = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  write: false,
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

/** As src/identity/bundle.ts has them loaded. */
const SINGLE_FILES = ['@duckdb/node-api', 'apache-arrow', 'yaml', 'zod'];
const packages = {
  name: 'packages',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${SINGLE_FILES.join('|')})$`) }, ({ path }) => ({
      path: `../packages/${path.replace('/', '-')}.js`,
      external: true,
    }));
  },
};

const main = await build({
  ...settings,
  format: 'cjs',
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  plugins: [onDemand, gatheredFolders()],
});
const rest = await build({
  ...settings,
  entryPoints: { worker: 'src/runner/attempt/worker-main.ts', ...lazy },
  outdir: 'dist',
  plugins: [packages, gatheredFolders()],
  splitting: true,
  chunkNames: 'lazy/chunk-[hash]',
});
// What package.json hands out to programs and editors; pipelines and steps are given the TypeScript of it.
const { exports: handedOut } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outside = await build({
  ...settings,
  entryPoints: Object.fromEntries(
    Object.values(handedOut).flatMap(({ 'prouie-source': source, default: built }) =>
      source === undefined ? [] : [[basename(built, '.js'), source]],
    ),
  ),
  outdir: 'dist/exports',
  plugins: [gatheredFolders()],
  splitting: true,
  chunkNames: 'chunk-[hash]',
  sourcemap: false,
});
const bundled = await Promise.all(
  SINGLE_FILES.map(async (name) =>
    build({
      ...settings,
      stdin: { contents: await reexports(name), resolveDir: root },
      outfile: `dist/packages/${name.replace('/', '-')}.js`,
      packages: 'bundle',
      external: ['@duckdb/node-bindings'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      legalComments: 'eof',
      minify: true,
      sourcemap: false,
    }),
  ),
);
// An installation without development packages has no library of charts, and no report.
const page = existsSync(join(root, 'node_modules', '@observablehq', 'plot'))
  ? await build({
      absWorkingDir: root,
      bundle: true,
      format: 'iife',
      platform: 'browser',
      target: ['chrome110', 'firefox115', 'safari16'],
      minify: true,
      charset: 'utf8',
      legalComments: 'none',
      entryPoints: ['main.ts', 'page.css'].map((name) => ({ in: `src/report/page/${name}`, out: 'page' })),
      outdir: 'dist/report',
      write: false,
      logLevel: 'warning',
    })
  : { outputFiles: [] };

// Only a build that worked takes the place of the last one, and there is no moment without any.
const files = [page, ...bundled, outside, rest, main].flatMap(({ outputFiles }) => outputFiles);
for (const folder of ['lazy', 'packages', 'exports', 'report'])
  mkdirSync(join(dist, folder), { recursive: true });
for (const { path, contents } of files) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
const built = new Set(files.map(({ path }) => path));
for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, name);
  if (/\.(c?js|css|map)$/.test(name) && !built.has(path)) rmSync(path, { force: true });
}

/** A module with all that a package exports: the names of CommonJS are known only once it is loaded. */
async function reexports(name) {
  const { default: whole, ...exported } = await import(name);
  const names = Object.keys(exported).join(', ');
  const isCommonJs =
    whole !== undefined && Object.keys(exported).every((one) => whole[one] === exported[one]);
  if (isCommonJs) return `import api from '${name}'; export default api; export const { ${names} } = api;`;
  return `export * from '${name}';${whole === undefined ? '' : ` export { default } from '${name}';`}`;
}
