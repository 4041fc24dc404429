import { decodeOutput } from '../uie/decode.ts';
import { parseInstruction } from '../uie/instruction.ts';
import type { Schema, TrainingRow } from '../uie/records.ts';
import { prepareGold, type Reward, rewardAgainst } from '../uie/reward.ts';
import { completeRewardOptions, type RewardChanges } from '../uie/reward-settings.ts';

/** Scores a generated string against a row's target. */
export type RewardFunction = (row: TrainingRow, output: string) => Reward;

/**
 * The reward as trainers call it: strings in, number out. The gold structure is read from the row's own target with
 * the decoder that reads the answers, so nothing reaches the reward that is not in the training file.
 *
 * @param changes options that differ from the defaults
 */
export function createReward(changes: RewardChanges): RewardFunction {
  const options = completeRewardOptions(changes);
  const schemas = new Map<string, Schema>();
  let last: { readonly row: TrainingRow; readonly gold: ReturnType<typeof prepareGold> } | undefined;
  return (row, output) => {
    let schema = schemas.get(row.instruction);
    if (schema === undefined) {
      schema = schemaOfInstruction(row.instruction);
      schemas.set(row.instruction, schema);
    }
    const context = { task: schema.task, schema, text: row.input };
    if (last?.row !== row) last = { row, gold: prepareGold(decodeOutput(row.output, context).structure) };
    return rewardAgainst(last.gold, decodeOutput(output, context), options);
  };
}

/** The schema that an instruction tells; every event type may have every role, as the prompt does not say which. */
export function schemaOfInstruction(instruction: string): Schema {
  const { task, types, roles } = parseInstruction(instruction);
  return task === 'ee' ? { task, types: types.map((name) => ({ name, roles })) } : { task, types };
}
