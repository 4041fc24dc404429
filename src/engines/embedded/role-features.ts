/** What is said about every token with regard to one trigger. */
import { addFeature, closeRow, type FeatureTable } from './feature-table.ts';
import { mix } from './hash.ts';
import type { Occurrence } from './occurrences.ts';
import type { Passage } from './passage.ts';
import { distanceClass } from './tag-state.ts';

/** Up to this many tokens from the trigger the words between are read as one path. */
const LONGEST_PATH = 3;

/** Adds one row a token and returns the number of the first; `eventType` names the trigger's type. */
export function addRoleRows(
  table: FeatureTable,
  passage: Passage,
  trigger: Occurrence,
  eventType: number,
): number {
  const { words, border } = passage;
  const firstRow = table.starts.length - 1;
  const triggerWord = words[trigger.end - 1]!.lower;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const offset = offsetFrom(trigger, index);
    const side = offset < 0 ? 1 : offset > 0 ? 2 : 3;
    const distance = offset < 0 ? 100 - distanceClass(-offset) : 100 + distanceClass(offset);
    addFeature(table, 140, distance);
    addFeature(table, 141, mix(triggerWord, side));
    addFeature(table, 142, mix(word.lower, side));
    addFeature(table, 143, mix(triggerWord, distance));
    addFeature(table, 144, mix(word.suffix3, side));
    addFeature(table, 145, mix(word.lower, triggerWord));
    addFeature(table, 146, mix(eventType, side));
    addFeature(table, 147, mix((words[index - 1] ?? border).lower, side));
    if (offset !== 0 && Math.abs(offset) <= LONGEST_PATH) {
      addFeature(table, offset < 0 ? 148 : 149, pathBetween(passage, trigger, index));
    }
    closeRow(table);
  }
  return firstRow;
}

/** Tokens to the nearest end of the trigger: negative before it, 0 within. */
function offsetFrom(trigger: Occurrence, index: number): number {
  if (index < trigger.start) return index - trigger.start;
  return index >= trigger.end ? index - trigger.end + 1 : 0;
}

/** The trigger's last word and the words between it and the token, from the trigger on. */
function pathBetween({ words }: Passage, trigger: Occurrence, index: number): number {
  let path = words[trigger.end - 1]!.lower;
  for (let between = trigger.start - 1; between > index; between--) path = mix(path, words[between]!.lower);
  for (let between = trigger.end; between < index; between++) path = mix(path, words[between]!.lower);
  return path;
}
