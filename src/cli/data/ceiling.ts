import type { Card } from '../../corpora/card.ts';
import { isProuieError, locationPrefix, ProuieError } from '../../errors.ts';
import { type Ceiling, ceilingCounter, PAIR_READINGS } from '../../uie/ceiling.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import type { Figures } from '../../uie/score.ts';
import { allMetrics, type ScorerProfile } from '../../uie/scorers/profile.ts';
import { choiceFlag, usageError } from '../arguments.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { chosenProfiles, PROFILES } from '../scorer-profiles.ts';
import { formatTextTable, leftColumn, rightColumn } from '../text-table.ts';
import { type CorpusFolder, corpusFolder, DATA_FLAG, whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';

const COMMAND = 'data ceiling';

interface DatasetCeiling {
  readonly card: Card;
  readonly ceiling: Ceiling;
}

/** `prouie data ceiling`: what a model without any error would score through the paper's target strings. */
export const ceiling: DataCommand = {
  commandLine: {
    command: COMMAND,
    summary:
      'Says the highest F1 that the target format allows on each data set under --data: the gold is written as a target, read back, and scored.\nThe column `places` counts every annotated place, as scores by offset do; a target names each value once.\nA second table has the share of relations that simpler rules for the comma of a pair would keep.',
    flags: {
      ...DATA_FLAG,
      split: { value: 'NAME', description: 'train, val, test or all (default: test)' },
      profile: {
        value: 'NAME',
        multiple: true,
        description: 'a scorer profile (default: all); can be repeated',
      },
      json: { description: 'as JSON, with counts, precision and recall' },
    },
    operandCount: [0, 0],
  },
  async run(context) {
    const { args, io, cards } = context;
    const split = choiceFlag(args, COMMAND, 'split', [...SPLITS, 'all']) ?? 'test';
    const profiles = chosenProfiles(args, [...PROFILES.values()]);
    const folder = corpusFolder(context);
    if (folder === undefined)
      throw usageError(COMMAND, `\`prouie ${COMMAND}\` needs --data.`, 'Name the folder with corpora.');
    const found: DatasetCeiling[] = [];
    let failed = false;
    for (const card of cards) {
      try {
        const counted = await countCeiling(card, folder, split, profiles);
        if (counted !== undefined) found.push({ card, ceiling: counted });
      } catch (cause) {
        if (!isProuieError(cause)) throw cause;
        io.stderr.write(`${card.id}: ${locationPrefix(cause.location)}${cause.message}\n`);
        failed = true;
      }
    }
    if (args.has('json')) {
      const datasets = found.map(toJson);
      printReport(io, { split, datasets });
    } else {
      io.stdout.write(formatCeilings(found, profiles));
    }
    if (found.length === 0)
      io.stderr.write('No data set with examples of this split was found under --data.\n');
    return failed || found.length === 0 ? EXIT.failed : EXIT.done;
  },
};

/** Undefined for a corpus that is not there, or has no such split. */
async function countCeiling(
  card: Card,
  folder: CorpusFolder,
  split: Split | 'all',
  profiles: readonly ScorerProfile[],
): Promise<Ceiling | undefined> {
  const found = folder.find(card);
  if (found.state === 'absent') return undefined;
  if (found.state === 'partial') throw new ProuieError('PROUIE_CORPUS_INCOMPLETE', whyMissing(found));
  const counter = ceilingCounter(profiles);
  for await (const example of folder.import(card, found).examples) {
    if (split === 'all' || example.split === split) counter.add(example);
  }
  const counted = counter.ceiling();
  return counted.examples === 0 ? undefined : counted;
}

function toJson({ card, ceiling: { examples, altered, profiles, places, pairs } }: DatasetCeiling): object {
  return {
    dataset: card.id,
    task: card.task,
    examples,
    altered,
    profiles: Object.fromEntries(profiles),
    places,
    pairs: pairs === undefined ? null : { ...pairs, rules: Object.fromEntries(pairs.rules) },
  };
}

/** F1 by data set and metric, one column a profile; then the rules for pairs, where there are relations. */
function formatCeilings(found: readonly DatasetCeiling[], profiles: readonly ScorerProfile[]): string {
  const columns = [
    ...['data set', 'metric'].map(leftColumn),
    ...['examples', 'altered', ...profiles.map(({ name }) => name), 'places'].map(rightColumn),
  ];
  const rows = found.flatMap(({ card, ceiling: { examples, altered, profiles: figures, places } }) =>
    allMetrics[card.task].map((metric, index) => {
      const head = index === 0 ? [card.id, metric, String(examples), String(altered)] : ['', metric, '', ''];
      const byProfile = profiles.map(({ name }) => shown(figures.get(name)?.[metric]));
      return [...head, ...byProfile, shown(places[metric])];
    }),
  );
  const table = rows.length === 0 ? '' : formatTextTable(columns, rows);
  const pairs = formatPairRules(found);
  return pairs === '' ? table : `${table}\n${pairs}`;
}

function formatPairRules(found: readonly DatasetCeiling[]): string {
  const rows = found.flatMap(({ card, ceiling: { pairs } }) => {
    if (pairs === undefined) return [];
    const { relations, withComma } = pairs;
    const share = `${((100 * withComma) / Math.max(relations, 1)).toFixed(2)} %`;
    return [
      [card.id, String(relations), share, ...PAIR_READINGS.map((rule) => shown(pairs.rules.get(rule)))],
    ];
  });
  if (rows.length === 0) return '';
  const columns = [
    leftColumn('pairs cut at'),
    ...['relations', 'with a comma', ...PAIR_READINGS].map(rightColumn),
  ];
  return formatTextTable(columns, rows);
}

function shown(figures: Figures | undefined): string {
  return figures === undefined ? '-' : figures.f1.toFixed(2);
}
