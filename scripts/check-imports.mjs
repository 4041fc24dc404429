// Holds every import of src/ and pipelines/ against the table in .dependency-cruiser.cjs.
// Usage: node scripts/check-imports.mjs [FOLDER]   (default: the package). Exit code 1 when an import breaks a rule.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const root = resolve(process.argv[2] ?? packageRoot);
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

const folders = ['src', 'pipelines'].filter((folder) => existsSync(join(root, folder)));
const { output } = await cruise(folders, {
  ...options,
  baseDir: root,
  validate: true,
  ruleSet: { forbidden },
});
const { modules, summary } = output;
const problems = [...unreadFiles(modules), ...summary.violations.map(describe)];
for (const problem of problems) console.log(problem);
const dependencies = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
console.log(
  `${modules.length} modules, ${dependencies} imports: ${problems.length === 0 ? 'every one is allowed' : `${problems.length} problems`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/**
 * A file that was not read cannot break a rule: with a TypeScript that dependency-cruiser does not know, nothing is
 * read and everything passes.
 */
function unreadFiles(modules) {
  const read = new Set(modules.map((module) => module.source));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const unread = files.filter((file) => !read.has(file)).map((file) => `${file}  was not read [unread]`);
  const imports = modules.some((module) => module.dependencies.length > 0);
  return files.length > 1 && !imports
    ? [...unread, 'No imports were found in any file: is TypeScript older than 7? [unread]']
    : unread;
}

function describe({ from, to, unresolvedTo, rule, cycle }) {
  const { comment } = forbidden.find(({ name }) => name === rule.name);
  if (rule.name === 'unreachable') return `${to}  ${comment} [${rule.name}]`;
  const path = cycle === undefined ? to : cycle.map(({ name }) => name).join(' -> ');
  return `${from}:${lineOf(from, unresolvedTo)}  imports ${path}: ${comment} [${rule.name}]`;
}

/** The first line that names the import as it is written. */
function lineOf(file, specifier) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return (
    1 +
    Math.max(
      0,
      lines.findIndex((line) => /\b(from|import)\b/.test(line) && line.includes(`'${specifier}'`)),
    )
  );
}
