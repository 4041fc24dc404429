import { NER_ROWS_OF_TABLE_8, PHASES, phaseRows } from '../src/corpora/mixture.ts';
import { file, type InputReferences, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { TABLES } from '../src/tables/all-tables.ts';
import type { TableKind } from '../src/tables/table-kind.ts';
import { scorerProfiles } from '../src/uie/scorers/all-profiles.ts';
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
  return TABLES.flatMap((table) => {
    if (table.from.kind !== 'scores') return [tableNode(table, null)];
    if (table.from.scorers === 'all') return [tableNode(table, scorer)];
    return [scorer, ...others.filter((other) => counts(other, table))].map((by) => tableNode(table, by));
  });

  /** Under the profile's own scorer the table is `table/5` and one of the results, under others `table/gollie/5`. */
  function tableNode(kind: TableKind, by: string | null): NodeDeclaration {
    const { id: table, from } = kind;
    const parts = partsOf(kind, sources);
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
        scorers: from.kind === 'scores' && from.scorers === 'all' ? [...scorersOf(profile)] : [],
        buckets: profile.assumptions['length-buckets'],
        firstPhaseFill: from.kind === 'manifests' ? firstPhaseFill(profile) : null,
        missing: sources.corpora.flatMap(({ card, missing }) =>
          missing === undefined ? [] : [{ dataset: card.id, reason: missing }],
        ),
        remarks: remarksOf(kind, profile),
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
function counts(scorer: string, { from }: TableKind): boolean {
  const task = from.kind === 'scores' ? from.task : undefined;
  return task === undefined || scorerProfiles[scorer]!.metrics[task].length > 0;
}

function resultsOf(table: string): NonNullable<NodeDeclaration['results']> {
  return {
    [`table-${table}.json`]: 'cells',
    [`table-${table}.md`]: 'markdown',
    [`table-${table}.csv`]: 'csv',
    [`table-${table}.tex`]: 'latex',
  };
}

/** What else must be known to read a table of this profile. */
function remarksOf({ from }: TableKind, profile: Profile): string[] {
  if (from.kind === 'statistics' || from.kind === 'manifests') return [];
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

function partsOf({ from }: TableKind, sources: TableSources): Parts {
  const inputs: { [argument: string]: InputReferences[string] } = {};
  const used = {
    metrics: [] as Json[],
    lengths: [] as Json[],
    statistics: [] as Json[],
    manifests: [] as Json[],
  };
  const add = (
    kind: keyof typeof used,
    made: NodeDeclaration,
    of: string,
    about: { readonly [key: string]: Json },
  ): void => {
    const input = `${kind}/${made.name}`;
    inputs[input] = output(made, of);
    used[kind].push({ input, node: made.name, ...about });
  };
  if (from.kind === 'scores') {
    for (const { variant, seed, sets } of sources.evaluations) {
      const phase = PHASES.find((name) => PHASE_VARIANTS[name] === variant) ?? null;
      for (const { corpus, score } of sets) {
        const { id: dataset, task } = corpus.card;
        if (corpus.missing === undefined && from.needs({ variant, phase, task }))
          add('metrics', score, 'counts', { variant, seed, dataset, task, phase });
      }
    }
  } else if (from.kind === 'statistics') {
    for (const { card, node: corpus, missing } of sources.corpora)
      if (missing === undefined) add('statistics', corpus, 'statistics', { dataset: card.id });
  } else if (from.kind === 'manifests') {
    for (const mixture of sources.mixtures) add('manifests', mixture, 'manifest', {});
  } else {
    const tasks = Object.fromEntries(sources.corpora.map(({ card }) => [card.id, card.task]));
    for (const lengths of sources.lengths) {
      const { variant, seed } = lengths.tags!;
      add('lengths', lengths, 'lengths', { variant: variant!, seed: seed!, tasks });
    }
  }
  return { inputs, sources: used };
}
