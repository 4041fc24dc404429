import { join, resolve } from 'node:path';
import type { Card, CorpusLayout } from '../../corpora/card.ts';
import { ENCODINGS } from '../../corpora/encoding.ts';
import { findCard } from '../../corpora/find-card.ts';
import { type ImportSummary, importCorpus } from '../../corpora/import.ts';
import { ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { didYouMean } from '../../suggest.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import { type ParsedArguments, usageError } from '../arguments.ts';
import { fileSource } from '../corpus-files.ts';
import { EXIT } from '../io.ts';
import type { ChosenLayout } from './card-layout.ts';
import { CARDS_FLAG } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';
import { chooseLayout } from './import-layout.ts';
import { importPackage } from './import-package.ts';
import { importRemarks } from './import-remarks.ts';
import { pathIn } from './layout-files.ts';
import { withNamedColumns } from './named-columns.ts';
import { writeSplits } from './split-files.ts';

const COMMAND = 'data import';

/** `prouie data import`: a corpus in one of the known formats to examples, one JSONL file a split. */
export const importData: DataCommand = {
  commandLine: {
    command: COMMAND,
    operands: 'DATASET|--all --from PATH --out DIR',
    summary:
      'Imports a corpus and writes DIR/train.jsonl, DIR/val.jsonl, DIR/test.jsonl; prints split, count and file of each.\nA folder DIR named as the data set and put under the --data folder is found there.\nWith --all PATH is the IE INSTRUCTIONS package, and each of its data sets goes to DIR/<data set>/.',
    flags: {
      all: { description: 'import every data set of the IE INSTRUCTIONS package' },
      from: { value: 'PATH', description: "the corpus's folder, or the folder of all corpora" },
      format: {
        value: 'NAME',
        description: "how its files are laid out (default: the card's format, else what they look like)",
      },
      split: {
        value: 'NAME=FILE',
        multiple: true,
        description: 'a file of train, val or test, under PATH; can be repeated (default: found by name)',
      },
      encoding: {
        value: 'NAME',
        description: `how characters are written: ${ENCODINGS.join(', ')} (default: utf-8)`,
      },
      columns: {
        value: 'FIELD=NAME,...',
        multiple: true,
        description: 'which columns of a table hold what, for example text=Sentence,entities=Labels',
      },
      ...CARDS_FLAG,
      out: { value: 'DIR', description: 'where examples go' },
      overwrite: { description: 'replace all examples that are there already' },
    },
    operandCount: [0, 1],
  },
  async run({ args, io, cards }) {
    checkOperands(args);
    const from = resolve(io.cwd, required(args, 'from', 'Name the folder of the corpus.'));
    const out = required(args, 'out', 'Name the folder for the examples.');
    if (!isFolder(from)) {
      const hint = isFile(from)
        ? `It is a file: write --from its folder and --split test=${args.value('from')}.`
        : undefined;
      throw new ProuieError('PROUIE_CORPUS_MISSING', `There is no folder ${args.value('from')}.`, { hint });
    }
    const options = { overwrite: args.has('overwrite') };
    if (args.has('all')) return importPackage(cards, from, out, options, io);
    const card = findCard(cards, args.operands[0]!);
    const chosen = chooseLayout(card, from, {
      format: args.value('format'),
      files: namedFiles(args.values('split')),
      encoding: args.value('encoding'),
      columns: args.has('columns'),
    });
    const layout = withNamedColumns(COMMAND, chosen.layout, args.values('columns'));
    const corpus = importCorpus(card, layout, (path, encoding) => fileSource(pathIn(from, path), encoding));
    const files = await writeSplits(resolve(io.cwd, out), corpus.examples, options);
    const summary = corpus.summary();
    for (const [split, file] of files)
      io.stdout.write(`${split}\t${summary.counts[split]}\t${join(out, file)}\n`);
    io.stderr.write(remarks(card, chosen, summary));
    return EXIT.done;
  },
};

/** One data set, or all of a package, whose layout is known. */
function checkOperands(args: ParsedArguments): void {
  const [named] = args.operands;
  if (!args.has('all')) {
    if (named === undefined)
      throw usageError(
        COMMAND,
        `\`prouie ${COMMAND}\` needs the name of a data set.`,
        'See `prouie data list`.',
      );
    return;
  }
  const other =
    named ??
    ['format', 'split', 'encoding', 'columns'].filter((flag) => args.has(flag)).map((flag) => `--${flag}`)[0];
  if (other !== undefined)
    throw usageError(COMMAND, `--all imports a whole package as it is, and does not go with ${other}.`);
}

function required(args: ParsedArguments, flag: string, hint: string): string {
  const value = args.value(flag);
  if (value === undefined) throw usageError(COMMAND, `\`prouie ${COMMAND}\` needs --${flag}.`, hint);
  return value;
}

/** The files of each `--split NAME=FILE`. */
function namedFiles(named: readonly string[]): CorpusLayout['files'] {
  const files: Partial<Record<Split, string[]>> = {};
  for (const word of named) {
    const [name, file] = [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)];
    const split = SPLITS.find((known) => known === name);
    if (!word.includes('=') || file === '')
      throw usageError(
        COMMAND,
        `--split takes NAME=FILE, not "${word}".`,
        'For example --split test=test.txt.',
      );
    if (split === undefined) {
      throw usageError(
        COMMAND,
        `There is no split "${name}".`,
        didYouMean(name, SPLITS) ?? `Splits: ${SPLITS.join(', ')}.`,
      );
    }
    (files[split] ??= []).push(file);
  }
  return files;
}

/** The layout, the splits that were held out, and what else people should know. */
function remarks(card: Card, { layout, recognised }: ChosenLayout, summary: ImportSummary): string {
  const held = SPLITS.flatMap((split) => {
    const rule = layout.holdOut[split];
    return rule === undefined ? [] : [`${split}: the last ${rule.last} rows of ${rule.from}`];
  });
  return [
    `${card.id}: ${recognised ? 'recognised as ' : ''}${layout.format}`,
    ...held,
    ...importRemarks(card, summary),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
