import type { Answer } from '../uie/answers.ts';
import { groupByDataset } from '../uie/score.ts';
import { structureItems } from '../uie/structure-items.ts';

/**
 * What looks like a file of another form: outputs that are objects, name no type of their schema, and so say nothing.
 *
 * @returns one sentence for each data set where that holds for at least half of the outputs
 */
export function wrongFormRemarks(answers: readonly Answer[]): readonly string[] {
  return [...groupByDataset(answers)].flatMap(([dataset, all]) => {
    const strange = all.filter(
      ({ decoded }) => decoded.repairs.includes('unknown-key') && isEmpty(decoded.structure),
    );
    if (strange.length * 2 < all.length) return [];
    return [
      `${strange.length} of ${all.length} outputs of ${dataset} name no type of their schema, so nothing in them counts: \`output\` is the JSON string with a key a type that \`prouie encode\` writes; structures go into the field \`structure\`.`,
    ];
  });
}

function isEmpty(structure: Answer['decoded']['structure']): boolean {
  return Object.values(structureItems(structure)).every((items) => items.length === 0);
}
