/**
 * Events: one tagging over the event types finds triggers; then, for every trigger, one tagging a role layer finds its
 * arguments, each layer seeing the tags of the layers before.
 */
import type { Argument, Event, Structure } from '../../uie/records.ts';
import type { Walk } from './decision.ts';
import { createEmissions, type Emissions } from './emissions.ts';
import { projectEvents } from './event-projection.ts';
import type { Extraction } from './extraction.ts';
import { textBetween } from './passage.ts';
import type { Prompt } from './prompt.ts';
import { addRoleRows } from './role-features.ts';
import type { EarlierTags } from './tag-state.ts';
import { createTagging, type Tagging } from './tagging.ts';
import { type Span, spansOf } from './tags.ts';
import type { Workspace } from './workspace.ts';

export function createEventExtraction(workspace: Workspace, prompt: Prompt, tokenRow: number): Extraction {
  const tagging = createTagging(workspace, prompt.labels, [
    createEmissions(workspace, tokenRow, prompt.labels),
  ]);
  const scenes: Scenes = { workspace, prompt, tokenRow, shared: [], taggings: new Map() };
  return {
    project: (gold) => {
      const events = gold.task === 'ee' ? gold.events : [];
      const { tags, roles, unprojected } = projectEvents(workspace.passage, prompt, events);
      const follow = (walk: Walk): void => {
        tagging.walk(walk, [], tags);
        for (const [index, trigger] of spansOf(tags).entries()) tagRoles(scenes, trigger, walk, roles[index]);
      };
      return {
        items: events.reduce((sum, event) => sum + 1 + event.arguments.length, 0),
        unprojected,
        follow,
      };
    },
    explore: (walk) => {
      const triggers = spansOf(tagging.walk(walk, []));
      const events = triggers.map((trigger) => readEvent(scenes, trigger, tagRoles(scenes, trigger, walk)));
      return { task: 'ee', events } satisfies Structure;
    },
  };
}

interface Scenes {
  readonly workspace: Workspace;
  readonly prompt: Prompt;
  readonly tokenRow: number;
  /** Scores of the roles of every layer that do not depend on a trigger. */
  readonly shared: Emissions[];
  /** For every trigger that a walk came to one tagging a layer. */
  readonly taggings: Map<number, readonly Tagging[]>;
}

/** The tags of every role layer for one trigger. */
function tagRoles(
  scenes: Scenes,
  trigger: Span,
  walk: Walk,
  given?: readonly Int32Array[],
): readonly Int32Array[] {
  const earlier: EarlierTags[] = [];
  return taggingsFor(scenes, trigger).map((tagging, layer) => {
    const tags = tagging.walk(walk, earlier, given?.[layer]);
    earlier.push({ tags, labels: tagging.labels });
    return tags;
  });
}

function taggingsFor(scenes: Scenes, trigger: Span): readonly Tagging[] {
  const { workspace, prompt, tokenRow, shared } = scenes;
  const size = workspace.passage.tokens.length;
  const number = (trigger.label * (size + 1) + trigger.start) * (size + 1) + trigger.end;
  const known = scenes.taggings.get(number);
  if (known !== undefined) return known;
  const relativeRow = addRoleRows(
    workspace.table,
    workspace.passage,
    trigger,
    prompt.labels[trigger.label]!.id,
  );
  const taggings = prompt.layers.map(({ labels }, layer) => {
    shared[layer] ??= createEmissions(workspace, tokenRow, labels);
    return createTagging(workspace, labels, [shared[layer], createEmissions(workspace, relativeRow, labels)]);
  });
  scenes.taggings.set(number, taggings);
  return taggings;
}

/** Arguments stand in the order of the schema's roles, those of one role in text order. */
function readEvent(scenes: Scenes, trigger: Span, layers: readonly Int32Array[]): Event {
  const { workspace, prompt } = scenes;
  const { passage } = workspace;
  const found = layers.flatMap((tags, layer) =>
    spansOf(tags).map(({ start, end, label }) => ({ start, end, role: prompt.layers[layer]!.roles[label]! })),
  );
  found.sort((a, b) => a.role - b.role || a.start - b.start);
  const args = found.map(
    ({ start, end, role }): Argument => ({
      role: prompt.roles[role]!,
      text: textBetween(passage, start, end),
    }),
  );
  const type = prompt.types[trigger.label]!;
  return { type, trigger: textBetween(passage, trigger.start, trigger.end), arguments: args };
}
