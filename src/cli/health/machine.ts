import { execFileSync } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { formatBytes } from '../terminal.ts';
import { type Finding, fail, messageOf, ok, warn } from './finding.ts';

const LEAST_NODE = [20, 11] as const;
/** Results are byte for byte the same under this major version. */
const PROMISED_NODE = 20;
const GOOD_OPEN_FILES = 1024;

export function checkMachine(): Finding[] {
  const { platform, arch } = process;
  const platformName = `${platform}-${arch}, ${availableParallelism()} cores, ${formatBytes(totalmem())} of memory`;
  return [
    checkNode(),
    platform === 'win32'
      ? warn('platform', platformName, 'Windows is not tested: use WSL.')
      : ok('platform', platformName),
    checkOpenFiles(),
  ];
}

function checkNode(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    return fail('node', process.version, `Install Node ${LEAST_NODE.join('.')} or newer.`);
  }
  if (major === PROMISED_NODE) return ok('node', process.version);
  const advice = `Results are compared byte for byte under Node ${PROMISED_NODE} only; under others they may differ in last digits.`;
  return warn('node', process.version, advice);
}

function checkOpenFiles(): Finding {
  let text: string;
  try {
    text = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  } catch (cause) {
    return warn('open files', `limit unknown: ${messageOf(cause)}`, 'Check `ulimit -n`.');
  }
  const found = `${text} at once`;
  if (text === 'unlimited' || Number(text) >= GOOD_OPEN_FILES) return ok('open files', found);
  return warn(
    'open files',
    found,
    `Raise the limit with \`ulimit -n ${4 * GOOD_OPEN_FILES}\`, or run with few --jobs.`,
  );
}
