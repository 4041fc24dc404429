// What `prouie data import` holds in memory: the peak of its resident set for invented files of 10 MB, 100 MB and 1 GB, in
// multiples of a bare start of Node. It should not grow with the file; a million ids of a file are remembered, in layouts that
// have them, in 36 MB at most.
// Needs twice the largest size on the disk of the temporary folder (TMPDIR names another one).
// node bench/import-memory.mjs [MEGABYTES...]
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 100, 1000];
const prouie = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'prouie.js');
const folder = mkdtempSync(join(tmpdir(), 'prouie-bench-'));
const source = join(folder, 'train.txt');
const peakFile = join(folder, 'peak');
// Written when the process ends; in kilobytes.
const hook = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`;

const WORDS = ['blue', 'stone', 'river', 'keeps', 'seven', 'lamps', 'under', 'quiet', 'roofs', 'of', 'tin'];
const words = (row, count) =>
  Array.from({ length: count }, (_, at) => WORDS[(row * 7 + at * 3) % WORDS.length]);

const LAYOUTS = [
  {
    name: 'JSON lines (dygie)',
    dataset: 'SciERC',
    format: 'dygie',
    row: (row) =>
      `${JSON.stringify({ sentences: [words(row, 20)], relations: [[[0, 1, 3, 4, 'USED-FOR']]] })}\n`,
  },
  {
    name: 'JSON lines with ids (phee)',
    dataset: 'PHEE',
    format: 'phee',
    row: (row) => {
      const event = {
        event_type: 'Adverse_event',
        Trigger: { text: [['after']] },
        Effect: { text: [['tin']] },
      };
      const context = `tin after ${words(row, 18).join(' ')}`;
      return `${JSON.stringify({ id: `row ${row}`, context, annotations: [{ events: [event] }] })}\n`;
    },
  },
  {
    name: 'JSON array (spert)',
    dataset: 'ADE_corpus',
    format: 'spert',
    row: (row) => {
      const entities = [
        { type: 'A', start: 0, end: 1 },
        { type: 'B', start: 2, end: 4 },
      ];
      const relations = [{ type: 'Adverse-Effect', head: 0, tail: 1 }];
      return `${row === 0 ? '[' : ', '}${JSON.stringify({ tokens: words(row, 20), entities, relations })}`;
    },
    end: ']\n',
  },
  {
    name: 'columns',
    dataset: 'broad_twitter_corpus',
    format: 'columns',
    row: (row) => `${words(row, 20).join('\tO\n')}\tB-PER\n\n`,
  },
];

try {
  const { bavail, bsize } = statfsSync(folder);
  const needed = 2.5 * Math.max(...sizes) * 1e6;
  if (bavail * bsize < needed) {
    console.error(`${folder} has ${gigabytes(bavail * bsize)}, and ${gigabytes(needed)} are needed.`);
    process.exitCode = 1;
  } else {
    measure();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure() {
  const bare = peakOf(['-e', '0']);
  console.log(`a bare start of Node: ${bare} MB`);
  for (const layout of LAYOUTS) {
    for (const size of sizes) {
      const rows = writeFile(layout, size * 1e6);
      const out = join(folder, 'out');
      const words = ['--from', folder, '--split', 'train=train.txt', '--format', layout.format, '--out', out];
      const peak = peakOf([prouie, 'data', 'import', layout.dataset, ...words]);
      console.log(
        `${layout.name}, ${size} MB, ${rows} rows: ${peak} MB at most, ${(peak / bare).toFixed(1)} x a bare start of Node`,
      );
      rmSync(out, { recursive: true, force: true });
    }
  }
}

function peakOf(words) {
  const code = `data:text/javascript,${encodeURIComponent(hook)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', code, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Math.round(Number(readFileSync(peakFile, 'utf8')) / 1024);
}

function writeFile({ row, end = '' }, bytes) {
  const file = openSync(source, 'w');
  let rows = 0;
  for (let written = 0; written < bytes; ) {
    let block = '';
    while (block.length < 1 << 20 && written + block.length < bytes) block += row(rows++);
    written += writeSync(file, block);
  }
  writeSync(file, end);
  closeSync(file);
  return rows;
}

function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
