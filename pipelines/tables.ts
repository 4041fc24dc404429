import { NER_ROWS_OF_TABLE_8, PHASES, phaseRows } from '../src/corpora/mixture.ts';
import { file, type InputReferences, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { TABLE_IDS, type TableId } from '../src/tables/table.ts';
import type { Task } from '../src/uie/records.ts';
import { type ProfileName, scorerProfiles } from '../src/uie/scorers/profiles.ts';
import type { Corpus } from './corpora.ts';
import type { Evaluation } from './evaluation.ts';
import { type Profile, scorersOf } from './profile.ts';
import { PHASE_VARIANTS } from './variants.ts';

/** What tables are made from. */
export interface TableSources {
  readonly corpora: readonly Corpus[];
  readonly evaluations: readonly Evaluation[];
  readonly lengths: readonly NodeDeclaration[];
  /** Mixtures of the first seed, one a phase. */
  readonly mixtures: readonly NodeDeclaration[];
}

const PAPER_FILES = ['published', 'tolerances', 'cells', 'audit'] as const;

/** One node a table, each with the inputs that its cells need and no others. */
export function tables(context: PipelineContext, profile: Profile, sources: TableSources): NodeDeclaration[] {
  const paper = Object.fromEntries(
    PAPER_FILES.map((name) => [`paper/${name}`, file(context.packagePath(`papers/prouie/${name}.yaml`))]),
  );
  const { scorer } = profile.evaluation;
  const others = scorersOf(profile).filter((other) => other !== scorer);
  return TABLE_IDS.flatMap((table) =>
    SCORE_TABLES.has(table)
      ? [scorer, ...others.filter((other) => counts(other, table))].map((by) => tableNode(table, by))
      : [tableNode(table, table === 'scorers' ? scorer : null)],
  );

  /** Under the profile's own scorer the table is `table/5` and one of the results, under others `table/gollie/5`. */
  function tableNode(table: TableId, by: string | null): NodeDeclaration {
    const parts = partsOf(table, sources);
    const isUsual = by === null || by === scorer;
    return node({
      name: isUsual ? `table/${table}` : `table/${by}/${table}`,
      step: 'tabulate',
      params: {
        table,
        profile: context.profile.name,
        engine: profile.engine,
        synthetic: profile.corpora === 'synthetic',
        scorer: by,
        scorers: table === 'scorers' ? [...scorersOf(profile)] : [],
        buckets: profile.assumptions['length-buckets'],
        firstPhaseFill: table === '9' ? firstPhaseFill(profile) : null,
        missing: sources.corpora.flatMap(({ card, missing }) =>
          missing === undefined ? [] : [{ dataset: card.id, reason: missing }],
        ),
        remarks: remarksOf(table, profile),
        sources: parts.sources,
      },
      inputs: { ...paper, ...parts.inputs },
      // A cell is one row of the relation: under the other profiles `metrics` has the figures.
      tags: { ...(isUsual ? { relation: 'cells' } : {}), table, ...(by === null ? {} : { scorer: by }) },
      results: isUsual ? resultsOf(table) : {},
      weight: 3,
    });
  }
}

/** Whether a scorer profile has figures for a table at all. */
function counts(scorer: ProfileName, table: TableId): boolean {
  const task = TASK_OF_TABLE[table];
  return task === undefined || scorerProfiles[scorer].metrics[task].length > 0;
}

/** Tables of scores, which can be made under any scorer profile. */
const SCORE_TABLES: ReadonlySet<TableId> = new Set(['1', '2', '3', '4', '5', '7', 'controls', 'phases']);

function resultsOf(table: TableId): NonNullable<NodeDeclaration['results']> {
  return {
    [`table-${table}.json`]: 'cells',
    [`table-${table}.md`]: 'markdown',
    [`table-${table}.csv`]: 'csv',
    [`table-${table}.tex`]: 'latex',
  };
}

/** What else must be known to read a table of this profile. */
function remarksOf(table: TableId, profile: Profile): string[] {
  if (table === '8' || table === '9') return [];
  const { limit, split } = profile.evaluation;
  return [
    ...(profile.corpora === 'real' && profile.scale.cm1 < 1
      ? [`Trained on a share of the paper's rows; Table 9 has the counts.`]
      : []),
    ...(limit === null
      ? []
      : [`At most ${limit} rows of each ${split} split, the same ones for every variant and seed.`]),
    ...(profile.seeds.length > 1 ? [`Means over ${profile.seeds.length} seeds.`] : []),
  ];
}

function firstPhaseFill(profile: Profile): Json {
  const rows = (fill: 'repeat' | 'none'): number => phaseRows('cm1', profile.scale.cm1, fill).ner;
  return {
    used: profile.assumptions['cm1-fill'],
    repeat: rows('repeat'),
    none: Math.min(rows('none'), NER_ROWS_OF_TABLE_8),
  };
}

interface Parts {
  readonly inputs: InputReferences;
  readonly sources: Json;
}

function partsOf(table: TableId, sources: TableSources): Parts {
  const inputs: { [argument: string]: InputReferences[string] } = {};
  const used = {
    metrics: [] as Json[],
    lengths: [] as Json[],
    statistics: [] as Json[],
    manifests: [] as Json[],
  };
  const add = (
    kind: keyof typeof used,
    from: NodeDeclaration,
    of: string,
    about: { readonly [key: string]: Json },
  ): void => {
    const input = `${kind}/${from.name}`;
    inputs[input] = output(from, of);
    used[kind].push({ input, node: from.name, ...about });
  };
  if (table === '8') {
    for (const { card, node: from, missing } of sources.corpora)
      if (missing === undefined) add('statistics', from, 'statistics', { dataset: card.id });
  } else if (table === '9') {
    for (const mixture of sources.mixtures) add('manifests', mixture, 'manifest', {});
  } else if (table === '6') {
    const tasks = Object.fromEntries(sources.corpora.map(({ card }) => [card.id, card.task]));
    for (const from of sources.lengths)
      add('lengths', from, 'lengths', { variant: from.tags!['variant']!, seed: from.tags!['seed']!, tasks });
  } else {
    for (const { variant, seed, sets } of sources.evaluations) {
      const phase = PHASES.find((name) => PHASE_VARIANTS[name] === variant) ?? null;
      for (const { corpus, score } of sets) {
        if (corpus.missing !== undefined || !isNeeded(table, variant, phase, corpus.card.task)) continue;
        add('metrics', score, 'counts', {
          variant,
          seed,
          dataset: corpus.card.id,
          task: corpus.card.task,
          phase,
        });
      }
    }
  }
  return { inputs, sources: used };
}

const TASK_OF_TABLE: { readonly [table: string]: Task } = { '1': 'ner', '2': 're', '3': 'ee', '4': 'ee' };
const STAGE_VARIANTS: ReadonlySet<string> = new Set(['full', 'without-sa', 'without-de', 'cm-only']);
const REWARD_VARIANTS: ReadonlySet<string> = new Set(['full', 'coarse-only', 'fine-only']);

function isNeeded(table: TableId, variant: string, phase: string | null, task: string): boolean {
  if (table === 'phases') return phase !== null;
  if (table === 'controls') return !variant.startsWith('after-');
  if (table === '5') return STAGE_VARIANTS.has(variant);
  if (table === '7') return REWARD_VARIANTS.has(variant);
  if (table === 'scorers') return variant === 'full';
  return variant === 'full' && TASK_OF_TABLE[table] === task;
}
