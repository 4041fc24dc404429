import type { Card } from '../src/corpora/card.ts';
import { parseCards } from '../src/corpora/cards.ts';
import { findLayout } from '../src/corpora/layout.ts';
import { scaledCounts } from '../src/corpora/synthetic/counts.ts';
import { ProuieError } from '../src/errors.ts';
import { file, type InputReferences, type NodeDeclaration, node } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { didYouMean } from '../src/suggest.ts';
import { writeJson } from '../src/uie/json-layout.ts';
import { schemaToJson } from '../src/uie/schema-json.ts';
import type { AskedSet } from './asked-set.ts';
import type { Profile } from './profile.ts';

/** A data set of this run: its card, the node that makes its examples, and why it is not there. */
export interface Corpus {
  readonly card: Card;
  readonly node: NodeDeclaration;
  readonly missing: string | undefined;
}

/** A data set as models are asked about it. */
export function askedCorpus(
  { evaluation: { split } }: Profile,
  { card, node: examples, missing }: Corpus,
): AskedSet {
  return { id: card.id, task: card.task, examples, split, missing };
}

function readCards(context: PipelineContext, added: string | undefined): readonly Card[] {
  const cardsIn = (folder: string, shown: string) =>
    context
      .list(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => ({ file: `${shown}/${name}`, text: context.readText(`${folder}/${name}`) }));
  return parseCards([
    ...cardsIn(context.packagePath('data'), 'data'),
    ...(added === undefined ? [] : cardsIn(added, added)),
  ]);
}

/**
 * One node a data set: made from a seed, or read from the files that the user has.
 *
 * @param added a folder of cards besides those of the package
 */
export function corpora(
  context: PipelineContext,
  profile: Profile,
  added: string | undefined,
): readonly Corpus[] {
  const cards = readCards(context, added);
  checkNames(profile, cards, context.profile.file);
  return cards.map((card) => {
    if (profile.datasets !== 'all' && !profile.datasets.includes(card.id)) return leftOut(profile, card);
    return profile.corpora === 'synthetic'
      ? syntheticCorpus(context, profile, card)
      : realCorpus(context, card);
  });
}

/** @throws ProuieError PROUIE_DATASET_UNKNOWN */
function checkNames({ datasets }: Profile, cards: readonly Card[], file: string | undefined): void {
  const ids = cards.map(({ id }) => id);
  for (const name of datasets === 'all' ? [] : datasets) {
    if (ids.includes(name)) continue;
    throw new ProuieError(
      'PROUIE_DATASET_UNKNOWN',
      `The profile names a data set ${name}, and there is none.`,
      {
        hint: didYouMean(name, ids) ?? '`prouie data list` shows them all; one of your own needs a card.',
        location: { file },
      },
    );
  }
}

/** A data set that the profile does without: its cells say so. */
function leftOut(profile: Profile, card: Card): Corpus {
  const missing = 'not among the data sets of the profile';
  const tags = { relation: 'examples', dataset: card.id, task: card.task, source: profile.corpora };
  const declaration = node({
    name: `data/${card.id}`,
    step: 'import',
    params: { card: cardParams(card), layout: null },
    tags,
    absent: missing,
  });
  return { card, node: declaration, missing };
}

function syntheticCorpus(context: PipelineContext, profile: Profile, card: Card): Corpus {
  const settings = profile.synthetic!;
  const { train, val, test } = scaledCounts(card.published, settings.scale, 1);
  const counts = {
    train: card.published.train === null ? 0 : Math.max(train, settings.train),
    val: Math.min(card.published.val, Math.max(val, settings.val)),
    test: Math.min(card.published.test, Math.max(test, settings.test)),
  };
  const lexicon: InputReferences = Object.fromEntries(
    lexiconParts(card).map((part) => [
      `lexicon/${part}`,
      file(context.packagePath(`data/synthetic/${part}.yaml`)),
    ]),
  );
  const declaration = node({
    name: `data/${card.id}`,
    step: 'synthesize',
    params: {
      id: card.id,
      task: card.task,
      domain: card.domain,
      schema: writeJson(schemaToJson(card.schema)),
      emptyRows: card.emptyRows,
      seed: settings.seed,
      counts,
      ...(settings.names === undefined ? {} : { names: settings.names }),
    },
    inputs: lexicon,
    tags: { relation: 'examples', dataset: card.id, task: card.task, source: 'synthetic' },
  });
  return { card, node: declaration, missing: undefined };
}

function lexiconParts(card: Card): readonly string[] {
  return [
    'words',
    'entities',
    ...(card.task === 're' ? ['relations'] : []),
    ...(card.task === 'ee' ? ['events'] : []),
  ];
}

function realCorpus(context: PipelineContext, card: Card): Corpus {
  const found = findLayout(card, (path) => context.exists(context.dataPath(path)));
  const missing = whyMissing(context, found);
  const layout = found.state === 'complete' ? found.layout : undefined;
  const files =
    layout === undefined
      ? []
      : Object.entries(layout.files).flatMap(([split, paths]) =>
          paths.map((path, at) => [`files/${split}/${at}`, file(context.dataPath(path))] as const),
        );
  const declaration = node({
    name: `data/${card.id}`,
    step: 'import',
    params: { card: cardParams(card), layout: (layout ?? null) as Json },
    inputs: Object.fromEntries(files),
    tags: { relation: 'examples', dataset: card.id, task: card.task, source: 'real' },
    weight: 20,
    ...(missing === undefined ? {} : { absent: missing }),
  });
  return { card, node: declaration, missing };
}

function whyMissing(context: PipelineContext, found: ReturnType<typeof findLayout>): string | undefined {
  if (context.dataFolder === undefined) return 'no corpora: give their folder with --data';
  if (found.state === 'complete') return undefined;
  if (found.state === 'partial') return `half there: ${found.missing.join(', ')} not found under --data`;
  return 'not found under --data';
}

/** What of a card can change the imported examples; the schema as text, in which the order of types is safe. */
function cardParams(card: Card): { readonly [key: string]: Json } {
  return {
    id: card.id,
    task: card.task,
    schema: writeJson(schemaToJson(card.schema)),
    labelMap: card.labelMap as { readonly [label: string]: string },
    emptyRows: card.emptyRows,
  };
}
