/** Where each node stands in the drawing of the graph: in a box that folds it with its like, in a column. */
import type { CatalogNode } from '../catalog/source.ts';
import type { GraphColumn } from './report-content.ts';

/** The group and the column of every node, and the columns from left to right. */
export interface GraphLayout {
  readonly columns: readonly GraphColumn[];
  readonly places: readonly { readonly group: string; readonly column: number }[];
}

/** The columns of the recipe: the training stages as in the paper's Figure 2, between data and results. */
const STAGED = [
  { id: 'data', phase: 'Data', title: 'Data sets' },
  { id: 'mix', phase: 'Data', title: 'Mixtures' },
  { id: 'cm1', phase: 'Complete Modeling', title: 'NER' },
  { id: 'cm2', phase: 'Complete Modeling', title: 'NER, RE' },
  { id: 'cm3', phase: 'Complete Modeling', title: 'NER, RE, EE' },
  { id: 'sa', phase: 'Streamlined Alignment', title: 'RE, EE' },
  { id: 'de1', phase: 'Deep Exploration', title: 'NER' },
  { id: 'de2', phase: 'Deep Exploration', title: 'RE' },
  { id: 'de3', phase: 'Deep Exploration', title: 'EE' },
  { id: 'answers', phase: 'Evaluation', title: 'Answers' },
  { id: 'scores', phase: 'Evaluation', title: 'Scores' },
  { id: 'results', phase: 'Evaluation', title: 'Tables, figures' },
] as const;
type StagedColumn = (typeof STAGED)[number]['id'];

/** What a node makes says where it stands, whichever step makes it. */
const COLUMN_OF_RELATION: Readonly<Record<string, StagedColumn>> = {
  examples: 'data',
  predictions: 'answers',
  metrics: 'scores',
  lengths: 'scores',
  slots: 'scores',
  cells: 'results',
  assumptions: 'results',
};

const COLUMN_OF_STEP: Readonly<Record<string, StagedColumn>> = {
  synthesize: 'data',
  'synthesize-queries': 'data',
  'import-queries': 'data',
  import: 'data',
  mix: 'mix',
  'make-model': 'mix',
  'import-model': 'mix',
  predict: 'answers',
  prompts: 'answers',
  generate: 'answers',
  answers: 'answers',
  'render-generation': 'answers',
};

/** @param producers for each node the indices of those that it was made from */
export function layOutGraph(
  nodes: readonly CatalogNode[],
  producers: readonly (readonly number[])[],
): GraphLayout {
  return nodes.some(({ tags }) => stageColumn(tags['stage']) !== undefined)
    ? layOutStages(nodes)
    : layOutLevels(nodes, producers);
}

function layOutStages(nodes: readonly CatalogNode[]): GraphLayout {
  const index = new Map(STAGED.map(({ id }, at) => [id, at]));
  const places = nodes.map((node) => {
    const stage = node.tags['stage'];
    const column = COLUMN_OF_STEP[node.step] ?? stageColumn(stage) ?? columnOfRelations(node) ?? 'results';
    const isTraining = column === stageColumn(stage);
    return { group: isTraining ? String(stage) : folderOf(node.name), column: index.get(column)! };
  });
  return { columns: STAGED.map(({ phase, title }) => ({ phase, title })), places };
}

/** `without-sa/de1` stands with `de1`; a stage of another name with the first one of its kind. */
function stageColumn(stage: string | number | undefined): StagedColumn | undefined {
  if (stage === undefined) return undefined;
  const last = String(stage).split('/').at(-1)!;
  const found = STAGED.find(({ id }) => id === last)?.id;
  if (found !== undefined) return found;
  return last.startsWith('cm') ? 'cm1' : last.startsWith('de') ? 'de1' : undefined;
}

function columnOfRelations({ tags }: CatalogNode): StagedColumn | undefined {
  const [first] = String(tags['relation'] ?? '').split(' ');
  return COLUMN_OF_RELATION[first!];
}

/** Other pipelines: as far from the beginning as the longest way to a node. */
function layOutLevels(nodes: readonly CatalogNode[], producers: readonly (readonly number[])[]): GraphLayout {
  const levels: number[] = [];
  const levelOf = (node: number): number => {
    // Producers mostly come before what is made from them, so the recursion is shallow.
    levels[node] ??=
      Math.max(-1, ...producers[node]!.map((producer) => (producer < node ? levelOf(producer) : -1))) + 1;
    return levels[node]!;
  };
  const places = nodes.map(({ name }, node) => ({ group: folderOf(name), column: levelOf(node) }));
  const count = Math.max(0, ...places.map(({ column }) => column + 1));
  const columns = Array.from({ length: count }, (_, level) => ({
    phase: 'Pipeline',
    title: `Step ${level + 1}`,
  }));
  return { columns, places };
}

function folderOf(name: string): string {
  const end = name.lastIndexOf('/');
  return end < 0 ? name : name.slice(0, end);
}
