#!/usr/bin/env node
// A CommonJS file, as package.json beside it says: the loader of ES modules alone takes a third of a bare start of Node.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const packageRoot = dirname(__dirname);
const main = join(packageRoot, 'dist', 'main.cjs');
if (!existsSync(main)) {
  process.stderr.write(
    'prouie is not built yet: type `npm ci` (or `npm run build`) in its folder, then try again.\n',
  );
  process.exit(2);
}
const words = process.argv.slice(2);
// A reader that goes away, as `head` does, ends a command that only writes; a run goes on without it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    if (words[0] !== 'run' && stream === process.stdout) process.exit(0);
  });
}
const io = {
  // Opened by the commands that read it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: currentFolder(),
  env: process.env,
};
require(main)
  .main(words, io, packageRoot)
  .then((code) => {
    process.exitCode = code;
  });

function currentFolder() {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('The current folder is gone: change into one that exists, then try again.\n');
    process.exit(2);
  }
}
