// Programs of others that benchmarks call: Python packages at exact versions under
// ~/.cache/prouie/bench/NAME-<digest of the versions>, and how a program is called and held to one core.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env } from './outcome.mjs';

/**
 * A virtual environment with packages from PyPI, installed where it is not there yet.
 * @param {string} name of the benchmark
 * @param {Record<string, string>} versions
 * @returns {string} its Python
 */
export function installPython(name, versions) {
  const digest = createHash('sha256').update(JSON.stringify(versions)).digest('hex').slice(0, 12);
  const installed = join(homedir(), '.cache/prouie/bench', `${name}-${digest}`);
  if (!existsSync(join(installed, 'installed'))) {
    rmSync(installed, { recursive: true, force: true });
    mkdirSync(installed, { recursive: true });
    call('python3', ['-m', 'venv', installed]);
    const packages = Object.entries(versions).map(([name, version]) => `${name}==${version}`);
    call(join(installed, 'bin/pip'), ['install', '--quiet', ...packages], { env: process.env });
    writeFileSync(join(installed, 'installed'), '');
  }
  return join(installed, 'bin/python');
}

/** The program held to one core, where the system can do so. */
export function onOneCore([program, words]) {
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  return pinned ? ['taskset', ['-c', '0', program, ...words]] : [program, words];
}

/** What a program prints. */
export function call(program, words, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    ...options,
  });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
