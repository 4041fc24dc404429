import { execFileSync } from 'node:child_process';

/** The Python whose packages read what is exported. */
export const python = process.env['PROUIE_PYTHON'] || 'python3';

export function hasPackages(...names: readonly string[]): boolean {
  try {
    execFileSync(python, ['-c', names.map((name) => `import ${name}`).join('\n')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a program of this folder prints, as JSON. */
export function readWith(program: string, ...words: readonly string[]): unknown {
  const printed = execFileSync(python, [`test/readers/${program}`, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(printed);
}
