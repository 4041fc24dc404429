import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { packageRoot } from './prouie.ts';

/** File inside the folder, and text. */
export type Goldens = ReadonlyMap<string, string>;

type Request = { readonly files?: Readonly<Record<string, string>>; readonly [part: string]: unknown };

const GOLDEN_FOLDER = join(packageRoot, 'test/fixtures/paper-requests');

/** The profile `paper` on synthetic rows of all data sets, so few that rendering takes seconds. */
export const PAPER_SCALE = Object.entries({
  corpora: 'synthetic',
  synthetic: '{seed: 20, scale: 0.001, train: 60, val: 2, test: 6, queries: 4}',
  scale: '{cm1: 0.002, cm2: 0.002, cm3: 0.02, sa: 0.02, de1: 0.01, de2: 0.01, de3: 0.05}',
}).flatMap(([path, value]) => ['--set', `${path}=${value}`]);

/**
 * What `render` wrote, without rows and scripts: a file a request, and the texts that requests hold for their programs
 * each once, named by the first request that holds it.
 *
 * @param out the folder of `render`
 */
export function readRendered(out: string): Goldens {
  const names = new Map<string, string>();
  const goldens = new Map<string, string>();
  const paths = readdirSync(join(out, 'render'), { recursive: true, encoding: 'utf8' });
  const requests = paths.filter((path) => path.endsWith('/request.json')).map((path) => dirname(path));
  for (const name of requests.sort(byPlace)) {
    const request = JSON.parse(readFileSync(join(out, 'render', name, 'request.json'), 'utf8')) as Request;
    const files = Object.entries(request.files ?? {}).map(([file, text]) => {
      const known = names.get(text) ?? `files/${[...name.split('/'), ...file.split('/')].join('.')}`;
      names.set(text, known);
      goldens.set(known, text);
      return [file, known];
    });
    goldens.set(`${name}.yaml`, stringify({ ...request, files: Object.fromEntries(files) }));
  }
  return goldens;
}

/** Requests of `full` come before those of variants, which share most of their files. */
function byPlace(left: string, right: string): number {
  const [a, b] = [left, right].map((name) => Number(/[-/]/.test(name)));
  return a! - b! || (left < right ? -1 : 1);
}

export function readGoldens(): Goldens {
  const paths = readdirSync(GOLDEN_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(GOLDEN_FOLDER.length + 1));
  return new Map(paths.map((path) => [path, readFileSync(join(GOLDEN_FOLDER, path), 'utf8')]));
}

export function writeGoldens(goldens: Goldens): void {
  rmSync(GOLDEN_FOLDER, { recursive: true, force: true });
  for (const [path, text] of goldens) {
    mkdirSync(dirname(join(GOLDEN_FOLDER, path)), { recursive: true });
    writeFileSync(join(GOLDEN_FOLDER, path), text);
  }
}
