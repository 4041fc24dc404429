import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { packageRoot } from './page.ts';

/** A clone of the package as a reader of its pages has it, but with profiles that run in seconds. */
export interface DocsWorkspace {
  readonly folder: string;
  /** Runs commands as typed there. @returns the exit code, and both streams together */
  type(commands: string): { readonly code: number | null; readonly output: string };
  remove(): void;
}

const COPIED = [
  'bench',
  'bin',
  'dist',
  'src',
  'pipelines',
  'data',
  'papers',
  'queries',
  'docs',
  'examples',
  'package.json',
  'tsconfig.json',
  '.gitignore',
];

/**
 * So little that the recipe runs in seconds; the graph has the variants that all figures need, and of the scorer profiles
 * one beside its own, else the same nodes.
 */
const SMALL = {
  'scale.cm1': 0.0002,
  'scale.cm2': 0.0004,
  'scale.cm3': 0.004,
  'scale.sa': 0.003,
  'scale.de1': 0.0005,
  'scale.de2': 0.0008,
  'scale.de3': 0.003,
  bits: 12,
  'sft.epochs.cm': 1,
  'evaluation.scorers': ['prouie', 'uie'],
  variants: { full: {}, 'without-de': {}, 'cm-only': {} },
} as const;
const SMALL_CORPORA = {
  'synthetic.train': 12,
  'synthetic.val': 2,
  'synthetic.test': 3,
  'synthetic.scale': 0.0001,
} as const;

export function openDocsWorkspace(): DocsWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'prouie-docs-'));
  for (const name of COPIED) cpSync(join(packageRoot, name), join(folder, name), { recursive: true });
  linkPackages(join(folder, 'node_modules'));
  makeSmall(join(folder, 'pipelines/profiles/quick.yaml'), { ...SMALL, ...SMALL_CORPORA });
  makeSmall(join(folder, 'pipelines/profiles/laptop.yaml'), SMALL);
  writeInventedFiles(folder);
  const programs = join(folder, '.programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'prouie'), `#!/bin/sh\nexec node "${join(folder, 'bin/prouie.js')}" "$@"\n`);
  chmodSync(join(programs, 'prouie'), 0o755);
  const git = (...words: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Reader', '-c', 'user.email=reader@example.org', ...words], {
      cwd: folder,
      stdio: 'ignore',
    });
  };
  git('init', '--quiet');
  git('add', 'src', 'pipelines', 'docs', 'examples', 'data', 'package.json', '.gitignore');
  git('commit', '--quiet', '--message', 'The package');
  const { PROUIE_STORE: _store, PROUIE_REMOTE: _remote, ...rest } = process.env;
  const env = { ...rest, NO_COLOR: '1', PATH: `${programs}:${rest['PATH']}` };
  return {
    folder,
    type: (commands) => {
      const { status, stdout } = spawnSync('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${commands}`], {
        cwd: folder,
        encoding: 'utf8',
        env,
        maxBuffer: 1 << 26,
      });
      return { code: status, output: stdout };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A folder of packages of its own, so that compiled steps are not kept in that of the checkout. */
function linkPackages(folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(join(packageRoot, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(packageRoot, 'node_modules', name), join(folder, name));
  }
}

function makeSmall(file: string, settings: Readonly<Record<string, unknown>>): void {
  const profile = parseDocument(readFileSync(file, 'utf8'));
  for (const [path, value] of Object.entries(settings)) profile.setIn(path.split('.'), value);
  writeFileSync(file, String(profile));
}

/** What the pages take for granted: a corpus that the reader has, and files to try the task layer on. */
function writeInventedFiles(folder: string): void {
  const sentence = (id: number): object => ({
    sentences: [['The', 'parser', `P${id}`, 'improves', 'speech', 'search', '.']],
    ner: [
      [
        [2, 2, 'Method'],
        [4, 5, 'Task'],
      ],
    ],
    relations: [[[2, 2, 4, 5, 'USED-FOR']]],
  });
  const document = (count: number): string =>
    Array.from({ length: count }, (_, id) => `${JSON.stringify(sentence(id))}\n`).join('');
  const example = {
    id: 'a',
    dataset: 'SciERC',
    task: 're',
    split: 'test',
    text: 'The parser P1 improves speech search .',
    schema: { types: ['used for', 'part of'] },
    gold: { relations: [{ type: 'used for', head: 'P1', tail: 'speech search' }] },
  };
  const output = '{"used for": "P1, speech search"}';
  const rows = (name: string, count: number): string =>
    JSON.stringify(
      Array.from({ length: count }, (_, id) => ({
        sentence: `The ${name} of row ${id} .`,
        entities: [{ name, type: 'Anatomy' }],
      })),
    );
  const effects = (count: number): string =>
    JSON.stringify(
      Array.from({ length: count }, (_, id) => ({
        tokens: ['Rash', 'after', `mintol-${id}`],
        entities: [
          { type: 'Adverse-Effect', start: 0, end: 1 },
          { type: 'Drug', start: 2, end: 3 },
        ],
        relations: [{ type: 'Adverse-Effect', head: 0, tail: 1 }],
      })),
    );
  const files = {
    'downloads/ade/ade_train.json': effects(2),
    'downloads/ade/ade_test.json': effects(1),
    'downloads/IE_INSTRUCTIONS/NER/AnatEM/train.json': rows('hand', 2),
    'downloads/IE_INSTRUCTIONS/NER/AnatEM/dev.json': rows('foot', 1),
    'downloads/IE_INSTRUCTIONS/NER/AnatEM/test.json': rows('ear', 1),
    'downloads/IE_INSTRUCTIONS/NER/AnatEM/labels.json': '["Anatomy"]',
    'downloads/IE_INSTRUCTIONS/NER/Sea Shanties/test.json': rows('mast', 1),
    'corpora/RE/SciERC/train.json': document(8),
    'corpora/RE/SciERC/dev.json': document(2),
    'corpora/RE/SciERC/test.json': document(3),
    'downloads/scierc/train.json': document(8),
    'downloads/scierc/dev.json': document(2),
    'downloads/scierc/test.json': document(3),
    'examples.jsonl': `${JSON.stringify(example)}\n`,
    'predictions.jsonl': `${JSON.stringify({ id: 'a', output })}\n`,
    'other-predictions.jsonl': `${JSON.stringify({ id: 'a', output: '{}' })}\n`,
    'answers.jsonl': `${JSON.stringify({ ...example, output })}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
