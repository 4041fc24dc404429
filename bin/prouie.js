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
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { main: runMain } = await import(pathToFileURL(main).href);
process.exitCode = await runMain(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
  },
  packageRoot,
);
