#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(packageRoot, 'dist', 'main.js');
if (!existsSync(main)) {
  process.stderr.write(
    'prouie is not built yet: type `npm ci` (or `npm run build`) in its folder, then try again.\n',
  );
  process.exit(2);
}
const { main: runMain } = await import(pathToFileURL(main).href);
const words = process.argv.slice(2);
// A reader that goes away, as `head` does, ends a command that only writes; a run goes on without it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    if (words[0] !== 'run' && stream === process.stdout) process.exit(0);
  });
}
process.exitCode = await runMain(
  words,
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: currentFolder(),
    env: process.env,
  },
  packageRoot,
);

function currentFolder() {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('The current folder is gone: change into one that exists, then try again.\n');
    process.exit(2);
  }
}
