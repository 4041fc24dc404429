/** One prompt: the walks that the policy takes over its text, the strings they stand for, and learning from them. */
import type { Random } from '../../random.ts';
import { encodeTarget } from '../../uie/encode.ts';
import type { Structure } from '../../uie/records.ts';
import { type Choice, createChoice } from './choice.ts';
import { startWalk, type Walk } from './decision.ts';
import { createEntityExtraction } from './entities.ts';
import { createEventExtraction } from './events.ts';
import type { Extraction, Projection } from './extraction.ts';
import { addFeature, closeRow } from './feature-table.ts';
import { readPassage } from './passage.ts';
import { type Policy, promptOf } from './policy.ts';
import type { Prompt } from './prompt.ts';
import { createRelationExtraction } from './relations.ts';
import { addTokenRows } from './token-features.ts';
import { createWorkspace, type Lesson, learn, type Workspace } from './workspace.ts';

export interface SessionOptions {
  /** Above 0; 1 is the policy as it is. */
  readonly temperature: number;
  /** Share of the tokens' features that this prompt goes without, in [0, 1). */
  readonly featureDropout: number;
  /** Draws the features that are dropped. */
  readonly random?: Random | undefined;
}

export interface Session {
  /** The decisions that lead to a target and the structure that was read from it. */
  project(gold: Structure, target: string): Projection;
  /** A walk of the policy's own: sampled, or without `random` the most probable class at every decision. */
  explore(random?: Random): { readonly walk: Walk; readonly output: string };
  /** Spends what walks were credited with (`reinforce`); returns the sum of visits · KL. The session ends here. */
  learn(lesson: Lesson): number;
}

/** @throws ProuieError PROUIE_INSTRUCTION when the instruction is none of the paper's */
export function openSession(
  policy: Policy,
  { instruction, input }: { readonly instruction: string; readonly input: string },
  { temperature, featureDropout, random }: SessionOptions,
): Session {
  const prompt = promptOf(policy, instruction);
  const passage = readPassage(input, policy.lexicon);
  const workspace = createWorkspace(passage, policy.weights, policy.reference, temperature);
  const tokenRow = addTokenRows(workspace.table, passage, featureDropout, random);
  const extraction = createExtraction(workspace, prompt, tokenRow);
  const style = createStyleChoice(workspace, prompt);
  return {
    project: (gold, target) => {
      const { items, unprojected, follow } = extraction.project(gold);
      const shown = shownStyle(prompt, gold, target);
      const followToStyle = (walk: Walk): void => {
        follow(walk);
        if (shown !== undefined) style.walk(walk, shown === 'cm' ? 1 : 0);
      };
      return { items, unprojected, follow: followToStyle };
    },
    explore: (drawing) => {
      const walk = startWalk(drawing);
      const structure = extraction.explore(walk);
      const chosen = style.walk(walk, -1) === 1 ? 'cm' : 'sa';
      return { walk, output: encodeTarget(input, prompt.schema, structure, chosen, policy.layout) };
    },
    learn: (lesson) => learn(workspace, lesson),
  };
}

function createExtraction(workspace: Workspace, prompt: Prompt, tokenRow: number): Extraction {
  switch (prompt.schema.task) {
    case 'ner':
      return createEntityExtraction(workspace, prompt, tokenRow);
    case 're':
      return createRelationExtraction(workspace, prompt, tokenRow);
    case 'ee':
      return createEventExtraction(workspace, prompt, tokenRow);
  }
}

/** The last decision of every answer: class 1 writes empty fields, class 0 leaves them out. */
function createStyleChoice(workspace: Workspace, prompt: Prompt): Choice {
  const { table } = workspace;
  const { schema, concise, schemaId } = prompt;
  const task = schema.task === 'ner' ? 0 : schema.task === 're' ? 2 : 4;
  const asked = concise ? 1 : 0;
  addFeature(table, 160, task);
  addFeature(table, 161, asked);
  addFeature(table, 162, task + asked);
  addFeature(table, 163, schemaId);
  return createChoice(workspace, closeRow(table), [prompt.completeStyle]);
}

/** The style that a target is in; undefined where no field is empty, so that both styles read the same. */
function shownStyle(prompt: Prompt, gold: Structure, target: string): 'cm' | 'sa' | undefined {
  if (/:\s*""/.test(target)) return 'cm';
  const answered = new Set(typesOf(gold).filter((type) => prompt.typeNumbers.has(type)));
  return answered.size < prompt.types.length ? 'sa' : undefined;
}

function typesOf(gold: Structure): readonly string[] {
  switch (gold.task) {
    case 'ner':
      return gold.entities.map(({ type }) => type);
    case 're':
      return gold.relations.map(({ type }) => type);
    case 'ee':
      return gold.events.map(({ type }) => type);
  }
}
