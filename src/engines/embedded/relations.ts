/**
 * Relations: one tagging that finds mentions, then a choice for every two mentions that stand near each other - none,
 * or a type with its direction. Earlier choices count: how many relations there are, which mentions have one.
 */
import type { Relation, Structure } from '../../uie/records.ts';
import { type Choice, createChoice } from './choice.ts';
import type { Walk } from './decision.ts';
import { createEmissions } from './emissions.ts';
import type { Extraction } from './extraction.ts';
import { addFeature, closeRow } from './feature-table.ts';
import { addPairRow, type MentionPair } from './pair-features.ts';
import { textBetween } from './passage.ts';
import type { Prompt } from './prompt.ts';
import { eachPair, pairNumber, projectRelations } from './relation-projection.ts';
import { createTagging } from './tagging.ts';
import { type Span, spansOf } from './tags.ts';
import type { Workspace } from './workspace.ts';

export function createRelationExtraction(workspace: Workspace, prompt: Prompt, tokenRow: number): Extraction {
  const emissions = createEmissions(workspace, tokenRow, prompt.labels);
  const tagging = createTagging(workspace, prompt.labels, [emissions]);
  const links: Links = { workspace, prompt, choices: new Map() };
  return {
    project: (gold) => {
      const relations = gold.task === 're' ? gold.relations : [];
      const { tags, classes, unprojected } = projectRelations(workspace.passage, prompt, relations);
      const follow = (walk: Walk): void => {
        tagging.walk(walk, [], tags);
        linkMentions(links, spansOf(tags), walk, classes);
      };
      return { items: relations.length, unprojected, follow };
    },
    explore: (walk) => {
      const mentions = spansOf(tagging.walk(walk, []));
      return readRelations(links, mentions, linkMentions(links, mentions, walk));
    },
  };
}

interface Links {
  readonly workspace: Workspace;
  readonly prompt: Prompt;
  /** By the number of the left mention, then by that of the right one and what else the features say. */
  readonly choices: Map<number, Map<number, Choice>>;
}

/** What a mention is in the relations so far, as bits. */
const HEAD = 1;
const TAIL = 2;

/** The class of every pair in order: 0, or 1 + 2 · type + (0 when the left mention is the head, 1 else). */
function linkMentions(
  links: Links,
  mentions: readonly Span[],
  walk: Walk,
  given?: readonly number[],
): number[] {
  const { table } = links.workspace;
  const uses = new Uint8Array(mentions.length);
  const classes: number[] = [];
  let pairs = 0;
  eachPair(mentions.length, () => pairs++);
  let found = 0;
  eachPair(mentions.length, (left, right) => {
    const relations = Math.min(found, 3);
    const rest = Math.min(--pairs, 3);
    const use = uses[left]! * 4 + uses[right]!;
    const addStateRow = (): number => {
      addFeature(table, 130, relations);
      addFeature(table, 131, use);
      addFeature(table, 132, relations * 64 + use);
      addFeature(table, 133, relations * 64 + rest);
      addFeature(table, 134, (use === 0 ? 64 : 0) + rest * 8 + Math.min(right - left, 4));
      return closeRow(table);
    };
    const choice = choiceFor(links, mentions, left, right);
    const state = (relations * 16 + use) * 4 + rest;
    const taken = choice.walk(walk, given === undefined ? -1 : given[classes.length]!, state, addStateRow);
    classes.push(taken);
    if (taken === 0) return;
    found++;
    const isForward = (taken - 1) % 2 === 0;
    uses[left]! |= isForward ? HEAD : TAIL;
    uses[right]! |= isForward ? TAIL : HEAD;
  });
  return classes;
}

/** The choice for two mentions, the same for all walks that come to them. */
function choiceFor(links: Links, mentions: readonly Span[], left: number, right: number): Choice {
  const { workspace, prompt } = links;
  const { passage, table } = workspace;
  const pair: MentionPair = {
    left: mentions[left]!,
    right: mentions[right]!,
    between: Math.min(right - left - 1, 4),
    mentions: Math.min(mentions.length, 6),
  };
  const size = passage.tokens.length;
  const leftNumber = pairNumber(pair.left, size);
  const rightNumber = (pairNumber(pair.right, size) * 5 + pair.between) * 7 + pair.mentions;
  let choices = links.choices.get(leftNumber);
  if (choices === undefined) links.choices.set(leftNumber, (choices = new Map()));
  let choice = choices.get(rightNumber);
  if (choice === undefined) {
    const row = addPairRow(table, passage, pair, prompt.schemaId);
    choices.set(rightNumber, (choice = createChoice(workspace, row, prompt.relations)));
  }
  return choice;
}

function readRelations(links: Links, mentions: readonly Span[], classes: readonly number[]): Structure {
  const { passage } = links.workspace;
  const texts = mentions.map(({ start, end }) => textBetween(passage, start, end));
  const relations: Relation[] = [];
  let index = 0;
  eachPair(mentions.length, (left, right) => {
    const taken = classes[index++]!;
    if (taken === 0) return;
    const type = links.prompt.types[(taken - 1) >> 1]!;
    const isForward = (taken - 1) % 2 === 0;
    relations.push({ type, head: texts[isForward ? left : right]!, tail: texts[isForward ? right : left]! });
  });
  return { task: 're', relations };
}
