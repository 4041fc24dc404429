import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Before the tests: brings `dist/` up to date, since tests of commands run `bin/prouie.js`. */
export function setup(): void {
  const built = statSync(join(packageRoot, 'dist', 'main.cjs'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|css)$/.test(name))
    .map((name) => join(packageRoot, 'src', name));
  const newest = Math.max(
    ...[...sources, join(packageRoot, 'scripts', 'build.mjs')].map((file) => statSync(file).mtimeMs),
  );
  if (newest >= built) {
    execFileSync(process.execPath, [join(packageRoot, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  }
}
