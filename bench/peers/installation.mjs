// The other tools at exact versions: Python's from PyPI, each in a virtual environment of its own, and Node's from npm,
// kept under ~/.cache/prouie/bench/peers-<digest of the versions>. ninja and make are those of the system.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PYTHON = { doit: '0.37.0', snakemake: '9.27.1', dvc: '3.67.1', redun: '0.44.1' };
const NPM = { wireit: '0.14.13', turbo: '2.11.11' };

/** The folder of what is installed. */
export const installed = join(
  homedir(),
  '.cache/prouie/bench',
  `peers-${createHash('sha256')
    .update(JSON.stringify([PYTHON, NPM]))
    .digest('hex')
    .slice(0, 12)}`,
);
/** The folder that holds wireit and turbo. */
export const packages = join(installed, 'npm', 'node_modules');
/** @returns {string} the program of a tool in Python */
export const python = (tool) => join(installed, tool, 'bin', tool);

/**
 * The version of a tool.
 * @param {string} tool
 * @param {boolean} allowed whether it may be installed
 * @returns {string | undefined} undefined where it is not there and was not or could not be installed
 */
export function versionOf(tool, allowed) {
  if (tool in PYTHON) return ready(join(installed, tool), allowed, installPython, tool, PYTHON[tool]);
  if (tool in NPM) return ready(join(installed, 'npm'), allowed, installNpm) && NPM[tool];
  const { status, stdout } = spawnSync(tool, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0].match(/[\d.]+/)?.[0] : undefined;
}

function ready(folder, allowed, install, ...words) {
  const mark = join(folder, 'installed');
  if (!existsSync(mark)) {
    if (!allowed) return undefined;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (!install(folder, ...words)) return undefined;
    writeFileSync(mark, '');
  }
  return words[1] ?? 'installed';
}

function installPython(folder, tool, version) {
  return (
    succeeds('python3', ['-m', 'venv', folder]) &&
    succeeds(join(folder, 'bin/pip'), ['install', '--quiet', `${tool}==${version}`])
  );
}

function installNpm(folder) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: NPM }));
  return succeeds('npm', ['install', '--silent', '--no-audit', '--no-fund'], folder);
}

function succeeds(program, words, cwd) {
  console.error(`${program} ${words.join(' ')}`);
  return spawnSync(program, words, { cwd, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
