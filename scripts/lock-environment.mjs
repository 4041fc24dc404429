// Works out the versions and hashes of a Python environment, for Python 3.11 on Linux x86_64, from what
// src/engines/python/locks/NAME.in asks for, and writes locks/NAME.txt and src/engines/python/locked.ts.
// Usage: node scripts/lock-environment.mjs [NAME...]   (default: all that have a .in; `none` writes locked.ts alone)
// Needs `uv` on the path (or its path in UV), python3.11, and an index; the index is not written down.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'engines', 'python');
const locks = join(folder, 'locks');
const asked = readdirSync(locks).flatMap((file) => (file.endsWith('.in') ? [file.slice(0, -3)] : []));

/** Wheels that Python 3.11 on Linux x86_64 takes. */
const INTERPRETER = /-(py2\.py3|py3|py3([0-9]|1[01])|cp311|cp3([0-9]|1[01])-abi3)-(none|abi3|cp311)?-?/;
const PLATFORM = /-(any|(manylinux|linux)[^-]*x86_64[^-]*)\.whl$/;

const chosen = process.argv.slice(2);
for (const name of chosen.length === 0 ? asked : chosen.filter((word) => word !== 'none')) lock(name);
writeFileSync(join(folder, 'locked.ts'), lockedTable());

function lock(name) {
  const aside = mkdtempSync(join(tmpdir(), 'prouie-lock-'));
  try {
    const result = join(aside, 'pylock.toml');
    execFileSync(
      process.env.UV ?? 'uv',
      [
        ...['pip', 'compile', join(locks, `${name}.in`), '--format', 'pylock.toml', '--output-file', result],
        ...['--python-version', '3.11', '--python-platform', 'x86_64-manylinux_2_31'],
        ...['--only-binary', ':all:', '--no-annotate', '--quiet'],
      ],
      { stdio: 'inherit' },
    );
    const packages = JSON.parse(
      execFileSync(
        'python3',
        [
          '-c',
          'import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], "rb"))["packages"], default=str))',
          result,
        ],
        { encoding: 'utf8', maxBuffer: 64e6 },
      ),
    );
    const built = builtFromSource(name);
    writeFileSync(join(locks, `${name}.txt`), lockText(name, packages, built));
    const files = packages.flatMap((entry) => usableFiles(entry, built));
    const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
    console.log(`${name}: ${packages.length} packages, at most ${(bytes / 1e9).toFixed(1)} GB to fetch`);
  } finally {
    rmSync(aside, { recursive: true });
  }
}

function lockText(name, packages, built) {
  const lines = packages.map((entry) => {
    const hashes = usableFiles(entry, built).map(({ hashes: { sha256 } }) => `--hash=sha256:${sha256}`);
    if (hashes.length === 0)
      throw new Error(`${entry.name} ${entry.version} has no wheel for this platform.`);
    return [`${entry.name}==${entry.version}`, ...hashes.sort()].join(' \\\n    ');
  });
  const head = `# Made by \`node scripts/lock-environment.mjs ${name}\` from ${name}.in: Python 3.11, Linux x86_64.`;
  return `${[head, ...built.map((one) => `--no-binary ${one}`), ...lines].join('\n')}\n`;
}

/** Packages that have no wheels, and are asked for as source. */
function builtFromSource(name) {
  const text = readFileSync(join(locks, `${name}.in`), 'utf8');
  return [...text.matchAll(/^--no-binary (\S+)$/gm)].map(([, one]) => one);
}

function usableFiles({ name, wheels = [], sdist }, built) {
  if (built.includes(name)) return [sdist];
  return wheels.filter(({ url }) => INTERPRETER.test(url) && PLATFORM.test(url));
}

/** Digest of every lock, and the versions of what was asked for by name. */
function lockedTable() {
  const names = readdirSync(locks).flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -4)] : []));
  const entries = names.map((name) => {
    const text = readFileSync(join(locks, `${name}.txt`), 'utf8');
    const wanted = asked.includes(name) ? readFileSync(join(locks, `${name}.in`), 'utf8') : text;
    const versions = wanted
      .split('\n')
      .flatMap((line) => /^[a-z][\w-]*/.exec(line)?.[0] ?? [])
      .flatMap((wanted) => {
        const version = versionIn(text, wanted);
        return version === undefined ? [] : `${/^\w+$/.test(wanted) ? wanted : `'${wanted}'`}: '${version}'`;
      });
    const digest = createHash('sha256').update(text).digest('hex');
    return `  ${name}: {\n    digest: '${digest}',\n    versions: { ${versions.join(', ')} },\n  },`;
  });
  const source = [
    '/**',
    ' * The environments that have a lock in `locks/`: digest of the lock (SHA-256), and the versions in it of what was asked',
    ' * for by name. Made by `scripts/lock-environment.mjs`.',
    ' */',
    'export const locked = {',
    ...entries,
    '} as const;',
    '',
  ].join('\n');
  const biome = join(dirname(dirname(dirname(folder))), 'node_modules', '.bin', 'biome');
  return execFileSync(biome, ['format', '--stdin-file-path=locked.ts'], { input: source, encoding: 'utf8' });
}

function versionIn(text, name) {
  return new RegExp(`^${name}==([^\\s*]+)(?=\\s)`, 'm').exec(text)?.[1];
}
