import { isAbsolute, join, resolve } from 'node:path';
import type { Card, CorpusLayout } from '../../corpora/card.ts';
import { findCard } from '../../corpora/find-card.ts';
import { findFormat } from '../../corpora/formats.ts';
import { type ImportSummary, importCorpus } from '../../corpora/import.ts';
import { findLayout, layoutFiles, relocateLayout } from '../../corpora/layout.ts';
import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import { type ParsedArguments, usageError } from '../arguments.ts';
import { fileSource, isFile, isFolder } from '../corpus-files.ts';
import { EXIT } from '../io.ts';
import { whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';
import { importRemarks } from './import-remarks.ts';
import { writeSplits } from './split-files.ts';

const COMMAND = 'data import';

/** `prouie data import`: a corpus in one of the known formats to examples, one JSONL file a split. */
export const importData: DataCommand = {
  commandLine: {
    command: COMMAND,
    operands: 'DATASET --from PATH --out DIR',
    summary:
      'Imports a corpus and writes DIR/train.jsonl, DIR/val.jsonl, DIR/test.jsonl; prints split, count and file of each.\nA folder DIR named as the data set and put under the --data folder is found there.',
    flags: {
      from: { value: 'PATH', description: "the corpus's folder, or the folder of all corpora" },
      format: {
        value: 'NAME',
        description: 'how its files are laid out (see `prouie data formats`; default: what the card says)',
      },
      split: {
        value: 'NAME=FILE',
        multiple: true,
        description: 'a file of train, val or test, under PATH; can be repeated',
      },
      out: { value: 'DIR', description: 'where examples go' },
    },
    operandCount: [1, 1],
  },
  async run({ args, io, cards }) {
    const card = findCard(cards, args.operands[0]!);
    const from = resolve(io.cwd, required(args, 'from', 'Name the folder of the corpus.'));
    const out = required(args, 'out', 'Name the folder for the examples.');
    if (!isFolder(from)) {
      const hint = isFile(from)
        ? `It is a file: write --from its folder and --split test=${args.value('from')}.`
        : undefined;
      throw new ProuieError('PROUIE_CORPUS_MISSING', `There is no folder ${args.value('from')}.`, { hint });
    }
    const layout = chooseLayout(card, from, args);
    const corpus = importCorpus(card, layout, (path) =>
      fileSource(isAbsolute(path) ? path : join(from, path)),
    );
    const files = await writeSplits(resolve(io.cwd, out), corpus.examples);
    const summary = corpus.summary();
    for (const [split, file] of files)
      io.stdout.write(`${split}\t${summary.counts[split]}\t${join(out, file)}\n`);
    io.stderr.write(remarks(card, layout, summary));
    return EXIT.done;
  },
};

function required(args: ParsedArguments, flag: string, hint: string): string {
  const value = args.value(flag);
  if (value === undefined) throw usageError(COMMAND, `\`prouie ${COMMAND}\` needs --${flag}.`, hint);
  return value;
}

/** The layout that the flags name, else the first one of the card that lies in the folder. */
function chooseLayout(card: Card, from: string, args: ParsedArguments): CorpusLayout {
  const format = args.value('format');
  if (format !== undefined) findFormat(format);
  const layouts =
    format === undefined ? card.layouts : card.layouts.filter((layout) => layout.format === format);
  const named = args.values('split');
  if (named.length > 0) {
    const options = layouts[0]?.options ?? {};
    return { format: format ?? card.layouts[0]!.format, files: namedFiles(named), holdOut: {}, options };
  }
  if (layouts.length === 0) {
    throw usageError(
      COMMAND,
      `The card ${card.id} says nothing of files in format ${format}.`,
      'Name them with --split NAME=FILE.',
    );
  }
  return layoutInFolder(card, layouts, from);
}

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

/** Looks for the files of the card's layouts under the folder, with all of their path first, then with less and less. */
function layoutInFolder(card: Card, layouts: readonly CorpusLayout[], from: string): CorpusLayout {
  const depth = Math.max(...layouts.flatMap(layoutFiles).map((file) => file.split('/').length - 1));
  let partial: string | undefined;
  for (let cut = 0; cut <= depth; cut++) {
    const shortened = layouts
      .filter((layout) => layoutFiles(layout).every((file) => file.split('/').length > cut))
      .map((layout) => relocateLayout(layout, (file) => file.split('/').slice(cut).join('/')));
    const found = findLayout({ id: card.id, layouts: shortened }, (path) => isFile(join(from, path)));
    if (found.state === 'complete') return found.layout;
    if (found.state === 'partial') partial ??= whyMissing(found);
  }
  const hint = 'Name the files with --split NAME=FILE and their layout with --format NAME.';
  if (partial !== undefined)
    throw new ProuieError('PROUIE_CORPUS_INCOMPLETE', `${card.id} is only ${partial} in ${from}.`, { hint });
  const looked = [...new Set(layouts.flatMap(layoutFiles))].join(', ');
  throw new ProuieError('PROUIE_CORPUS_MISSING', `${card.id} is not in ${from}: looked for ${looked}.`, {
    hint,
  });
}

/** The layout, the splits that were held out, and what else people should know. */
function remarks(card: Card, layout: CorpusLayout, summary: ImportSummary): string {
  const held = SPLITS.flatMap((split) => {
    const rule = layout.holdOut[split];
    return rule === undefined ? [] : [`${split}: the last ${rule.last} rows of ${rule.from}`];
  });
  return [`${card.id}: ${layout.format}`, ...held, ...importRemarks(card, summary)]
    .map((line) => `${line}\n`)
    .join('');
}
