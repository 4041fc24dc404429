/** From gold events to the tags that lead to them. */
import type { Event } from '../../uie/records.ts';
import { findOccurrences, type Occurrence } from './occurrences.ts';
import type { Passage } from './passage.ts';
import type { Prompt } from './prompt.ts';
import { placeSpan } from './tags.ts';

export interface ProjectedEvents {
  readonly tags: Int32Array;
  /** For every trigger in text order the tags of every role layer. */
  readonly roles: readonly (readonly Int32Array[])[];
  readonly unprojected: number;
}

/** Triggers stand at their first free occurrence, arguments at the free one nearest to their trigger. */
export function projectEvents(passage: Passage, prompt: Prompt, events: readonly Event[]): ProjectedEvents {
  const tags = new Int32Array(passage.tokens.length);
  const placed: { readonly trigger: Occurrence; readonly event: Event }[] = [];
  let unprojected = 0;
  for (const event of events) {
    const label = prompt.typeNumbers.get(event.type);
    const isFree = ({ start, end }: Occurrence): boolean => placeSpan(tags, { start, end, label: label! });
    const trigger = label === undefined ? undefined : findOccurrences(passage, event.trigger).find(isFree);
    if (trigger === undefined) unprojected += 1 + event.arguments.length;
    else placed.push({ trigger, event });
  }
  placed.sort((a, b) => a.trigger.start - b.trigger.start);
  const roles = placed.map(({ trigger, event }) => {
    const { layers, count } = projectArguments(passage, prompt, trigger, event);
    unprojected += event.arguments.length - count;
    return layers;
  });
  return { tags, roles, unprojected };
}

/** Longer arguments are placed first; a sub-role (`Subject.Age`) inside an argument of its role where there is one. */
function projectArguments(
  passage: Passage,
  prompt: Prompt,
  trigger: Occurrence,
  event: Event,
): { readonly layers: readonly Int32Array[]; readonly count: number } {
  const placedByRole = new Map<string, Occurrence[]>();
  const longestFirst = event.arguments.slice().sort((a, b) => b.text.length - a.text.length);
  let count = 0;
  const layers = prompt.layers.map((layer) => {
    const tags = new Int32Array(passage.tokens.length);
    for (const { role, text } of longestFirst) {
      const label = layer.roles.indexOf(prompt.roleNumbers.get(role) ?? -1);
      if (label < 0) continue;
      const [parent] = role.split('.');
      const around = parent === role ? [] : (placedByRole.get(parent!) ?? []);
      const place = nearestFirst(findOccurrences(passage, text), trigger, around).find(({ start, end }) =>
        placeSpan(tags, { start, end, label }),
      );
      if (place === undefined) continue;
      count++;
      const others = placedByRole.get(role);
      if (others === undefined) placedByRole.set(role, [place]);
      else others.push(place);
    }
    return tags;
  });
  return { layers, count };
}

function nearestFirst(
  occurrences: readonly Occurrence[],
  trigger: Occurrence,
  around: readonly Occurrence[],
): readonly Occurrence[] {
  const isInside = (place: Occurrence): boolean =>
    around.some((outer) => place.start >= outer.start && place.end <= outer.end);
  const distance = (place: Occurrence): number =>
    Math.abs(place.start + place.end - trigger.start - trigger.end) / 2 + (isInside(place) ? 0 : 100);
  return occurrences.slice().sort((a, b) => distance(a) - distance(b));
}
