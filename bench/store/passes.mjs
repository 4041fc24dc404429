// Our side of bench/store.mjs, bundled with the store: node passes.mjs hash FILE | adopt FILE STORE | tables ROWS ROUNDS |
// query STORE ROUNDS. Prints what it measured as JSON.
import { renameSync, rmSync, statSync } from 'node:fs';
import { Dictionary, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { openCatalog } from '../../src/catalog/catalog.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import { digestOfFile } from '../../src/identity/digest.ts';
import { writeTable } from '../../src/store/arrow-writer.ts';
import { Store } from '../../src/store/store.ts';

const SCHEMA = {
  columns: [
    { name: 'id', type: 'utf8' },
    { name: 'output', type: 'utf8' },
    { name: 'dataset', type: 'dictionary' },
    { name: 'tokens', type: 'int32' },
    { name: 'score', type: 'float64' },
  ],
};

const [kind, ...words] = process.argv.slice(2);
const passes = { hash, adopt, tables, query };
console.log(JSON.stringify(await passes[kind](...words)));

function timed(act) {
  const began = performance.now();
  act();
  return (performance.now() - began) / 1000;
}

function hash(file) {
  return { seconds: timed(() => digestOfFile(file)) };
}

/** Takes a file in as a step's output is taken in; afterwards the file is put back. */
function adopt(file, place) {
  const store = new Store(place);
  store.prepare();
  const { ino } = statSync(file);
  let digest;
  const seconds = timed(() => {
    ({ digest } = store.adoptFile(file));
  });
  const path = store.blobPath(digest);
  const sameFile = statSync(path).ino === ino;
  renameSync(path, file);
  rmSync(place, { recursive: true });
  return { seconds, sameFile };
}

function tables(rows, rounds) {
  const numbers = Array.from({ length: Number(rows) }, (_, row) => row);
  const columns = {
    id: numbers.map((row) => `bc2gm/test/${row}`),
    output: numbers.map((row) => `[{"text": "gene ${row % 977}", "type": "gene"}, {"text": "p${row}"}]`),
    dataset: numbers.map((row) => `set-${row % 36}`),
    tokens: Int32Array.from(numbers, (row) => row % 512),
    score: Float64Array.from(numbers, (row) => (row * 7919) % 1009),
  };
  const plainly = () =>
    tableToIPC(
      new Table({
        id: vectorFromArray(columns.id, new Utf8()),
        output: vectorFromArray(columns.output, new Utf8()),
        dataset: vectorFromArray(columns.dataset, new Dictionary(new Utf8(), new Int32())),
        tokens: vectorFromArray(columns.tokens, new Int32()),
        score: vectorFromArray(columns.score, new Float64()),
      }),
      'file',
    );
  const ours = () => writeTable(SCHEMA, columns);
  const bytes = { own: ours().length, plain: plainly().length };
  const own = [];
  const plain = [];
  for (let round = 0; round < Number(rounds); round++) {
    own.push(timed(ours));
    plain.push(timed(plainly));
  }
  return { own, plain, bytes };
}

async function query(root, rounds) {
  const catalog = await openCatalog(openStoreSource(root, { pipeline: 'rows', profile: '*' }));
  await catalog.query('SELECT count(*) FROM metrics');
  const later = [];
  for (let round = 0; round < Number(rounds); round++) {
    const began = performance.now();
    await catalog.query('SELECT dataset, avg(f1), max(tp) FROM metrics GROUP BY dataset ORDER BY dataset');
    later.push((performance.now() - began) / 1000);
  }
  catalog.close();
  return { later };
}
