// Identity and store: how fast a large file is hashed and taken in, how fast results come into SQL, and what tables with
// the same bytes every time cost, each against something that does no more than it has to.
// node bench/store.mjs [--short]
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { conclude, env, median, prouie, root, short } from './outcome.mjs';
import { writeRows } from './store/rows.mjs';

const GIGABYTE = 2 ** 30;
const rounds = short ? 3 : 5;
const folder = mkdtempSync(join(tmpdir(), 'prouie-store-'));
const program = join(folder, 'passes.mjs');
const tables = [];
const goals = [];

try {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [join(root, 'bench/store/passes.mjs')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: program,
    packages: 'external',
    logLevel: 'warning',
  });
  measureFiles(short ? GIGABYTE / 8 : GIGABYTE);
  measureTables(short ? 50_000 : 200_000);
  if (!short) measureQueries();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
conclude({ name: 'store', title: 'Identity and store', tables, goals });

/** Hashing against `sha256sum`, and taking a file in against reading and hashing it once. */
function measureFiles(size) {
  const file = join(folder, 'large');
  writeFile(file, size);
  const times = { sha256sum: [], openssl: [], hash: [], adopt: [] };
  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
  let moved = true;
  for (let round = 0; round < rounds; round++) {
    times.sha256sum.push(timed(() => call('sha256sum', [file])));
    // Where sha256sum was built without the processor's instructions for SHA, this one shows what they do.
    if (hasOpenssl) times.openssl.push(timed(() => call('openssl', ['dgst', '-sha256', file])));
    times.hash.push(pass('hash', file).seconds);
    const { seconds, sameFile } = pass('adopt', file, join(folder, `store-${round}`));
    times.adopt.push(seconds);
    moved &&= sameFile;
  }
  const { sha256sum, openssl, hash, adopt } = Object.fromEntries(
    Object.entries(times).map(([name, seconds]) => [name, median(seconds)]),
  );
  const megabytes = size / 2 ** 20;
  const row = (name, seconds) => [name, seconds, megabytes / seconds];
  tables.push({
    title: `A file of ${megabytes} MiB`,
    columns: ['what', 'seconds', 'MiB a second'],
    rows: [
      row('sha256sum', sha256sum),
      ...(hasOpenssl ? [row('openssl dgst -sha256', openssl)] : []),
      row('its digest', hash),
      row('into the store, as the output of a step', adopt),
    ],
  });
  goals.push({ what: 'speed of hashing, against sha256sum', value: sha256sum / hash, atLeast: 0.9 });
  goals.push({
    what: 'taking a file in, against reading and hashing it once',
    value: adopt / hash,
    atMost: 1.25,
  });
  goals.push({
    what: 'files that were copied instead of moved',
    value: moved ? 0 : 1,
    unit: 'files',
    atMost: 0,
  });
}

/** Tables whose bytes depend on the values alone, against the writer of apache-arrow on the same values. */
function measureTables(rows) {
  const { own, plain, bytes } = pass('tables', rows, rounds);
  const speed = (seconds) => rows / seconds;
  tables.push({
    title: `A table of ${rows.toLocaleString('en')} rows: two columns of text, one of repeated names, two of numbers`,
    columns: ['writer', 'seconds', 'rows a second', 'MB'],
    rows: [
      ['prouie, the same bytes every time', median(own), speed(median(own)), bytes.own / 1e6],
      ['apache-arrow, tableToIPC', median(plain), speed(median(plain)), bytes.plain / 1e6],
    ],
  });
  goals.push({
    what: 'speed of writing tables, against apache-arrow',
    value: median(plain) / median(own),
    atLeast: 0.5,
  });
}

/** SQL on stores of many results with few rows of metrics each, as a scorer leaves them, and of some with very many. */
function measureQueries() {
  const rows = [];
  for (const [results, size] of [
    [1000, 20],
    [10_000, 20],
    [1000, 1000],
  ]) {
    const place = join(folder, `results-${results}-${size}`);
    mkdirSync(place);
    writeRows(place, results, size);
    call('node', [prouie, 'run', '--pipeline', 'rows.ts', '--quiet'], place);
    const sql = ['sql', 'SELECT count(*) AS rows FROM metrics', '--pipeline', 'rows.ts', '--format', 'json'];
    const first = median(
      Array.from({ length: rounds }, () => timed(() => call('node', [prouie, ...sql], place))),
    );
    const { later } = pass('query', join(place, '.prouie'), rounds);
    rows.push([results, results * size, first, median(later)]);
  }
  tables.push({
    title: 'SQL on rows of metrics',
    columns: [
      'results',
      'rows',
      'first query, with the start of `prouie sql`, s',
      'averages by data set afterwards, s',
    ],
    rows,
  });
  const [[, , few], [, , many], [, , , later]] = rows;
  goals.push({
    what: 'first query on 1,000 results of 20 rows, with the start',
    value: few,
    unit: 's',
    atMost: 0.5,
  });
  goals.push({
    what: '10,000 results of 20 rows into SQL, with the start',
    value: many,
    unit: 's',
    atMost: 3,
  });
  goals.push({ what: 'a query on 1,000,000 rows of metrics', value: later, unit: 's', atMost: 1 });
}

/** Something that does not compress, a mebibyte at a time. */
function writeFile(file, size) {
  const block = Buffer.alloc(2 ** 20);
  for (let at = 0, state = 1; at < block.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    block.writeUInt32LE(state, at);
  }
  const descriptor = openSync(file, 'w');
  for (let at = 0; at < size; at += block.length) {
    block.writeUInt32LE(at / block.length, 0);
    writeSync(descriptor, block);
  }
  closeSync(descriptor);
}

function pass(...words) {
  return JSON.parse(call('node', [program, ...words.map(String)]));
}

function timed(act) {
  const began = performance.now();
  act();
  return (performance.now() - began) / 1000;
}

function call(name, words, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(name, words, { cwd, env, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${name} ${words.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
