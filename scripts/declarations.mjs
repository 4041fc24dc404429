// Writes the types of what package.json hands out to dist/exports/, for editors and compilers of those who import it.
// Usage: node scripts/declarations.mjs. Exit code 1 where TypeScript finds an error.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'dist', 'exports');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).flatMap(({ 'prouie-source': source }) =>
  source === undefined ? [] : [join(root, source)],
);
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
// It declares `import.meta.glob` for all, though no entry imports it.
const ambient = join(root, 'src', 'identity', 'gathered-folders.ts');
const program = ts.createProgram([...entries, ambient], {
  ...options,
  noEmit: false,
  declaration: true,
  emitDeclarationOnly: true,
  rootDir: root,
  outDir: folder,
});
const written = new Map();
const { diagnostics } = program.emit(undefined, (path, text) => written.set(path, text));
const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
if (problems.length > 0) {
  process.stderr.write(
    ts.formatDiagnostics(problems, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  );
  process.exit(1);
}
for (const part of ['src', 'pipelines']) rmSync(join(folder, part), { recursive: true, force: true });
for (const [path, text] of written) {
  mkdirSync(dirname(path), { recursive: true });
  // The types of `./node.ts` lie in `node.d.ts`, which is found under the name of the module that it would describe.
  writeFileSync(path, text.replace(/(\bfrom |\bimport\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
}
