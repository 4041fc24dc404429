/**
 * Mentions as a sequence of decisions, one a token. The classes of a decision are: no mention, a mention of one of
 * the labels begins, and - where a mention is open - it goes on.
 */
import { createDecision, type Decision, findDecision, take, type Walk } from './decision.ts';
import type { Emissions } from './emissions.ts';
import { logitGradient } from './gradient.ts';
import type { Label } from './slots.ts';
import { addTagStateRow, codeOf, contextOf, type EarlierTags, type TagState } from './tag-state.ts';
import { beginTag, insideTag, isBegin, labelOf } from './tags.ts';
import { type Learner, type Lesson, scoreRow, stepRow, type Workspace } from './workspace.ts';

export interface Tagging extends Learner {
  readonly labels: readonly Label[];
  /** Decides on every token, by the given tags or by the walk's own choice; returns the tags. */
  walk(walk: Walk, earlier: readonly EarlierTags[], given?: Int32Array): Int32Array;
}

/** A tagging whose scores are the sum of these emissions and of what earlier decisions say. */
export function createTagging(
  workspace: Workspace,
  labels: readonly Label[],
  emissions: readonly Emissions[],
): Tagging {
  const places = new Array<Decision | undefined>(workspace.passage.tokens.length).fill(undefined);
  const bench: Bench = { workspace, labels, emissions, places };
  const tagging: Tagging = {
    labels,
    walk: (walk, earlier, given) => walkTags(bench, walk, earlier, given),
    learn: (lesson) => learnTags(bench, lesson),
  };
  workspace.learners.push(tagging);
  return tagging;
}

interface Bench {
  readonly workspace: Workspace;
  readonly labels: readonly Label[];
  readonly emissions: readonly Emissions[];
  /** The decisions of every token, chained. */
  readonly places: (Decision | undefined)[];
}

function walkTags(
  bench: Bench,
  walk: Walk,
  earlier: readonly EarlierTags[],
  given: Int32Array | undefined,
): Int32Array {
  const { first } = bench.workspace.passage;
  const tags = new Int32Array(first.length);
  const seen = new Int32Array(first.length).fill(-1);
  const state: TagState = { open: -1, length: 0, last: -1, seen: -1, count: 0 };
  for (let place = 0; place < tags.length; place++) {
    const same = first[place]!;
    state.seen = seen[same]!;
    const decision = decide(bench, place, state, earlier);
    const taken = take(
      walk,
      decision,
      given === undefined ? -1 : classOf(given[place]!, bench.labels.length),
    );
    if (taken === 0) {
      state.open = -1;
      state.length = 0;
      continue;
    }
    if (taken <= bench.labels.length) {
      state.open = taken - 1;
      state.length = 1;
      state.last = taken - 1;
      state.count++;
      tags[place] = beginTag(state.open);
    } else {
      state.length++;
      tags[place] = insideTag(state.open);
    }
    seen[same] = state.open;
  }
  return tags;
}

function classOf(tag: number, labels: number): number {
  if (tag === 0) return 0;
  return isBegin(tag) ? labelOf(tag) + 1 : labels + 1;
}

function decide(bench: Bench, place: number, state: TagState, earlier: readonly EarlierTags[]): Decision {
  const { workspace, labels, places } = bench;
  const code = codeOf(state, labels.length);
  const context = contextOf(earlier, place);
  const known = findDecision(places[place], code, context);
  if (known !== undefined) return known;
  const row = addTagStateRow(workspace.table, workspace.passage, labels, place, state, earlier);
  const logits = scoreClasses(bench, place, row, state.open, false);
  return (places[place] = createDecision(row, state.open, code, context, logits, places[place]));
}

/** The scores of a decision's classes over temperature, under the weights or the reference. */
function scoreClasses(bench: Bench, place: number, row: number, open: number, reference: boolean): number[] {
  const { workspace, labels, emissions } = bench;
  const { temperature } = workspace;
  const values = reference ? workspace.reference! : workspace.weights.values;
  const logits = [0];
  const classes = open < 0 ? labels.length : labels.length + 1;
  for (let index = 0; index < classes; index++) {
    const inside = index === labels.length;
    const label = inside ? open : index;
    let score = scoreRow(workspace, values, row, inside ? labels[label]!.inside : labels[label]!.begin);
    const emission = (place * labels.length + label) * 2 + (inside ? 1 : 0);
    for (let part = 0; part < emissions.length; part++) {
      score += reference ? emissions[part]!.referenceScore(emission) : emissions[part]!.score(emission);
    }
    logits.push(score / temperature);
  }
  return logits;
}

function learnTags(bench: Bench, lesson: Lesson): number {
  const { workspace, labels, emissions, places } = bench;
  const { optimiser, klCoefficient } = lesson;
  const gradient: number[] = [];
  let divergence = 0;
  for (let place = 0; place < places.length; place++) {
    for (let decision = places[place]; decision !== undefined; decision = decision.next) {
      if (decision.visits === 0) continue;
      const { row, open } = decision;
      const reference = klCoefficient > 0 ? scoreClasses(bench, place, row, open, true) : undefined;
      divergence += decision.visits * logitGradient(decision, gradient, reference, klCoefficient);
      for (let index = 1; index < decision.logits.length; index++) {
        const pull = gradient[index]! / workspace.temperature;
        if (Math.abs(pull) < optimiser.gradientCutoff) continue;
        const inside = index > labels.length;
        const label = inside ? open : index - 1;
        const emission = (place * labels.length + label) * 2 + (inside ? 1 : 0);
        for (let part = 0; part < emissions.length; part++) emissions[part]!.pull(emission, pull);
        stepRow(workspace, row, inside ? labels[label]!.inside : labels[label]!.begin, pull, optimiser);
      }
    }
  }
  return divergence;
}
