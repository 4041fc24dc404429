import { NER_ROWS_OF_TABLE_8, PHASES, phaseRows } from '../src/corpora/mixture.ts';
import { file, type InputReferences, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { TABLE_IDS, type TableId } from '../src/tables/table.ts';
import type { Corpus } from './corpora.ts';
import type { Evaluation } from './evaluation.ts';
import type { Profile } from './profile.ts';
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
  return TABLE_IDS.map((table) => {
    const parts = partsOf(table, sources);
    return node({
      name: `table/${table}`,
      step: 'tabulate',
      params: {
        table,
        profile: context.profile.name,
        engine: profile.engine,
        synthetic: profile.corpora === 'synthetic',
        scorer: profile.evaluation.scorers[0]!,
        buckets: profile.assumptions['length-buckets'],
        firstPhaseFill: table === '9' ? firstPhaseFill(profile) : null,
        missing: sources.corpora.flatMap(({ card, missing }) =>
          missing === undefined ? [] : [{ dataset: card.id, reason: missing }],
        ),
        remarks: remarksOf(table, profile),
        sources: parts.sources,
      },
      inputs: { ...paper, ...parts.inputs },
      tags: { relation: 'cells', table },
      results: {
        [`table-${table}.json`]: 'cells',
        [`table-${table}.md`]: 'markdown',
        [`table-${table}.csv`]: 'csv',
        [`table-${table}.tex`]: 'latex',
      },
      weight: 3,
    });
  });
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
        add('metrics', score, 'metrics', {
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

const TASK_OF_TABLE: { readonly [table: string]: string } = { '1': 'ner', '2': 're', '3': 'ee', '4': 'ee' };
const STAGE_VARIANTS: ReadonlySet<string> = new Set(['full', 'without-sa', 'without-de', 'cm-only']);
const REWARD_VARIANTS: ReadonlySet<string> = new Set(['full', 'coarse-only', 'fine-only']);

function isNeeded(table: TableId, variant: string, phase: string | null, task: string): boolean {
  if (table === 'phases') return phase !== null;
  if (table === 'controls') return !variant.startsWith('after-');
  if (table === '5') return STAGE_VARIANTS.has(variant);
  if (table === '7') return REWARD_VARIANTS.has(variant);
  return variant === 'full' && TASK_OF_TABLE[table] === task;
}
