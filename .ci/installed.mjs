// Exits with 0 when node_modules holds the versions that package-lock.json names.
import { existsSync, readFileSync } from 'node:fs';

const INSTALLED = 'node_modules/.package-lock.json';
const locked = packagesOf('package-lock.json');
const installed = existsSync(INSTALLED) ? packagesOf(INSTALLED) : {};
const differing = Object.entries(locked).filter(([path, entry]) => path !== '' && !isInstalled(path, entry));
if (differing.length > 0) {
  console.log(`${differing.length} packages are missing from node_modules or differ from package-lock.json.`);
  process.exitCode = 1;
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Binaries for other platforms are optional, and are not there. */
function isInstalled(path, { version, optional }) {
  const found = installed[path];
  return found === undefined ? optional === true : found.version === version;
}
