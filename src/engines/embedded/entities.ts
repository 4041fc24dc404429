/** Entities: one tagging over the types of the schema. */
import type { Entity, Structure } from '../../uie/records.ts';
import { createEmissions } from './emissions.ts';
import type { Extraction } from './extraction.ts';
import { findOccurrences } from './occurrences.ts';
import { type Passage, textBetween } from './passage.ts';
import type { Prompt } from './prompt.ts';
import { createTagging } from './tagging.ts';
import { placeSpan, spansOf } from './tags.ts';
import type { Workspace } from './workspace.ts';

export function createEntityExtraction(workspace: Workspace, prompt: Prompt, tokenRow: number): Extraction {
  const { passage } = workspace;
  const emissions = createEmissions(workspace, tokenRow, prompt.labels);
  const tagging = createTagging(workspace, prompt.labels, [emissions]);
  return {
    project: (gold) => {
      const entities = gold.task === 'ner' ? gold.entities : [];
      const { tags, unprojected } = projectEntities(passage, prompt, entities);
      return { items: entities.length, unprojected, follow: (walk) => void tagging.walk(walk, [], tags) };
    },
    explore: (walk) => readEntities(passage, prompt, tagging.walk(walk, [])),
  };
}

/** Tags every occurrence of every entity, longer ones first. */
function projectEntities(
  passage: Passage,
  prompt: Prompt,
  entities: readonly Entity[],
): { readonly tags: Int32Array; readonly unprojected: number } {
  const tags = new Int32Array(passage.tokens.length);
  let unprojected = 0;
  for (const entity of entities.slice().sort((a, b) => b.text.length - a.text.length)) {
    const label = prompt.typeNumbers.get(entity.type);
    let placed = false;
    if (label !== undefined) {
      for (const { start, end } of findOccurrences(passage, entity.text)) {
        if (placeSpan(tags, { start, end, label })) placed = true;
      }
    }
    if (!placed) unprojected++;
  }
  return { tags, unprojected };
}

function readEntities(passage: Passage, prompt: Prompt, tags: Int32Array): Structure {
  const entities = spansOf(tags).map(({ start, end, label }) => ({
    type: prompt.types[label]!,
    text: textBetween(passage, start, end),
  }));
  return { task: 'ner', entities };
}
