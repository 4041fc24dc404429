// Reads vitest's JSON report: prints failed and skipped tests, adds the time of each part to the list of times, and writes
// the closing line. Exits with 1 when a test failed, or was skipped for a reason that does not hold on this machine.
import { accessSync, appendFileSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const [reportFile, timesFile, closingFile] = process.argv.slice(2);

/**
 * A skipped test says in its title what it needs: `(needs PROUIE_CORPORA)`. Only these may be missing: what nobody
 * handed over, and what the kernel of this machine does not have and no package brings.
 */
const MAY_BE_MISSING = {
  'needs PROUIE_CORPORA': () => !process.env['PROUIE_CORPORA'],
  'control groups of version 1': () => !isWritable('/sys/fs/cgroup/memory/cgroup.procs'),
};

const PARTS = JSON.parse(readFileSync('test/parts.json', 'utf8'));

if (!existsSync(reportFile)) {
  console.log('There is no report: the tests did not run to their end.');
  writeFileSync(closingFile, '0 passed, 1 failed, 0 skipped\n');
  process.exit(1);
}
const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8'));
const tests = testResults.flatMap((file) =>
  file.assertionResults.map(({ fullName, status }) => ({ file: relative('.', file.name), fullName, status })),
);
const failed = tests.filter(({ status }) => status === 'failed');
const passed = tests.filter(({ status }) => status === 'passed');
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
const broken = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
);

for (const { file, fullName } of failed) console.log(`failed: ${file}: ${fullName}`);
for (const { name, message } of broken)
  console.log(`could not be loaded: ${relative('.', name)}: ${message}`);
const wrongly = skipped.filter((test) => !isExcused(test));
for (const test of skipped)
  console.log(
    `skipped${isExcused(test) ? '' : ' without a reason that holds here'}: ${test.file}: ${test.fullName}`,
  );
if (tests.length === 0) console.log('There are no tests in the report.');

writeFileSync(
  closingFile,
  `${passed.length} passed, ${failed.length + broken.length} failed, ${skipped.length} skipped\n`,
);
addTimes();
process.exitCode = failed.length + broken.length + wrongly.length > 0 || tests.length === 0 ? 1 : 0;

function isExcused({ fullName }) {
  return Object.entries(MAY_BE_MISSING).some(([need, isMissing]) => fullName.includes(need) && isMissing());
}

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Not there, or not ours to write.
    return false;
  }
}

/** A part's time is that during which a file of it was at work. The part without paths takes what no other names. */
function addTimes() {
  const partOf = (path) =>
    PARTS.find(({ paths }) => paths.some((start) => path.startsWith(start))) ??
    PARTS.find(({ paths }) => paths.length === 0);
  const files = testResults.map(({ name, startTime, endTime }) => ({
    part: partOf(relative('.', name)),
    from: startTime,
    to: endTime,
  }));
  for (const part of PARTS) {
    const own = files.filter((file) => file.part === part);
    if (own.length > 0)
      appendFileSync(timesFile, `${part.title}\t${Math.round(busySeconds(own))}\t${part.budget}\n`);
  }
}

function busySeconds(files) {
  let until = 0;
  let busy = 0;
  for (const { from, to } of [...files].sort((a, b) => a.from - b.from)) {
    busy += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return busy / 1000;
}
