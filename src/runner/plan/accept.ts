import { ProuieError } from '../../errors.ts';
import { RECORD_VERSION, type ResultRecord } from '../../store/record.ts';
import type { Planner } from './plan.ts';

/**
 * Publishes the last result of a planned node under its present key, with the reason why it still holds.
 *
 * @returns the record that now stands for the key
 * @throws ProuieError PROUIE_ACCEPT where there is nothing to accept: the node is fresh, absent or waiting, never ran,
 *   or its last result is gone or has other outputs than the step now declares
 */
export function acceptLastResult(planner: Planner, index: number, because: string): ResultRecord {
  const { graph, store } = planner.context;
  const node = graph.nodes[index]!;
  const planned = planner.planned[index]!;
  if (planned.status === 'fresh') throw refusal(`${node.name} is fresh: its result is valid as it is.`);
  if (planned.status === 'absent') throw refusal(`${node.name} is absent: ${planned.absent}.`);
  if (planned.key === undefined || planned.recipe === undefined) {
    throw refusal(
      `${node.name} waits for its inputs, so nobody knows yet what its result would be made from.`,
      `Make them first, or accept those: \`prouie why ${node.name}\` names them.`,
    );
  }
  const last = planner.lastState(node.name);
  if (last === undefined || last.key === '') {
    throw refusal(`${node.name} has no result yet.`, `Make one: \`prouie run ${node.name}\`.`);
  }
  const before = store.readRecord(last.key);
  const gone = `Make it again: \`prouie run ${node.name}\`.`;
  if (before === undefined) throw refusal(`The last result of ${node.name} is no longer in the store.`, gone);
  for (const [name, output] of Object.entries(before.outputs)) {
    const found = planner.blobs.check(output);
    if (found !== 'whole')
      throw refusal(`The output "${name}" of ${node.name} is ${found} in the store.`, gone);
  }
  const [had, declares] = [describeOutputs(before.outputs), describeOutputs(node.outputs)];
  if (had !== declares) {
    throw refusal(`The last result of ${node.name} has ${had}, and the step now declares ${declares}.`, gone);
  }
  store.prepare();
  store.sync(before.outputs);
  return store.publish({
    schemaVersion: RECORD_VERSION,
    key: planned.key,
    recipe: planned.recipe,
    seed: planned.recipe.params['seed'] ?? null,
    outputs: before.outputs,
    accepted: { from: last.key, because },
  });
}

function describeOutputs(outputs: ResultRecord['outputs'] | { readonly [output: string]: string }): string {
  return Object.entries(outputs)
    .map(([name, output]) => `${name} (${typeof output === 'string' ? output : output.kind})`)
    .sort()
    .join(', ');
}

function refusal(message: string, hint?: string): ProuieError {
  return new ProuieError('PROUIE_ACCEPT', message, { hint });
}
