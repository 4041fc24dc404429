// Holds the licence of every installed package against a list of licences that this project may be used and shared with.
// Usage: node scripts/check-licences.mjs [FOLDER]   (default: the package). Exit code 1 when one is not listed.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Permissive, and the MPL, which asks for its own files alone. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
]);

const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = Object.keys(packages).filter(
  (path) => path !== '' && existsSync(join(root, path, 'package.json')),
);
const problems = installed.flatMap((path) => {
  const { license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const named = nameOf(license ?? licenses);
  return isAllowed(named) ? [] : [`${path}  has the licence ${named ?? '(none)'}, which is not on the list`];
});
for (const problem of problems) console.log(problem);
console.log(
  `${installed.length} packages: ${problems.length === 0 ? 'every licence is on the list' : `${problems.length} problems`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Old packages have an object, or a list of them, of which one may be chosen. */
function nameOf(license) {
  if (Array.isArray(license)) return license.map(nameOf).join(' OR ');
  return typeof license === 'object' ? license?.type : license;
}

/** `(MIT OR GPL-3.0)` is allowed when one part is, `MIT AND ISC` when all are. */
function isAllowed(named) {
  if (named === undefined) return false;
  return named
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}
