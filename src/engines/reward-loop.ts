import { isProuieError, ProuieError } from '../errors.ts';
import type { TrainingRow } from '../uie/records.ts';
import type { Reward } from '../uie/reward.ts';
import type { RewardChanges } from '../uie/reward-settings.ts';
import { createReward, type RewardFunction } from './reward-function.ts';
import { readRewardChanges } from './reward-options.ts';

/** An answer that is to be scored against the target of a row. */
interface Item {
  readonly row: TrainingRow;
  readonly output: string;
}

/**
 * Answers each line `{"id","reward"?,"items":[{"row":{"instruction","input","output"},"output"}]}` of the input with
 * one line `{"id","rewards":[{"overall","malformed":0|1,…components}]}`, in order; `reward` holds options that differ
 * from `base`. A line that cannot be scored is answered with `{"id","error":{"code","message"}}`. Ends with its input.
 */
export async function serveRewards(
  input: AsyncIterable<Uint8Array | string>,
  write: (text: string) => Promise<void> | void,
  base: RewardChanges = {},
): Promise<void> {
  const answer = createAnswerer(base);
  for await (const line of linesOf(input)) {
    if (line.trim() !== '') await write(`${answer(line)}\n`);
  }
}

function createAnswerer(base: RewardChanges): (line: string) => string {
  let last: { readonly options: string; readonly reward: RewardFunction } | undefined;
  const rewardFor = (changes: unknown): RewardFunction => {
    const options = JSON.stringify(changes);
    if (last?.options !== options)
      last = { options, reward: createReward(combine(base, readRewardChanges(changes))) };
    return last.reward;
  };
  return (line) => {
    let id: unknown = null;
    try {
      const request = readRequest(line);
      id = request['id'] ?? null;
      const items = readItems(request['items']);
      const reward = rewardFor(request['reward'] ?? {});
      return JSON.stringify({ id, rewards: items.map(({ row, output }) => flat(reward(row, output))) });
    } catch (cause) {
      if (!isProuieError(cause)) throw cause;
      return JSON.stringify({ id, error: { code: cause.code, message: cause.message } });
    }
  };
}

/** Options on top of others; weights count one by one. */
function combine(base: RewardChanges, changes: RewardChanges): RewardChanges {
  const tasks = ['ner', 're', 'ee'] as const;
  const weights = Object.fromEntries(
    tasks.map((task) => [task, { ...base.weights?.[task], ...changes.weights?.[task] }]),
  );
  return { ...base, ...changes, weights };
}

/** A trainer takes numbers alone. */
function flat({ overall, malformed, components }: Reward): { readonly [name: string]: number } {
  return { overall, malformed: malformed ? 1 : 0, ...components };
}

function readRequest(line: string): { readonly [field: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw refusal(`A line is no JSON: ${(cause as Error).message}.`, cause);
  }
  if (!isRecord(value)) throw refusal('A line is no JSON object.');
  return value;
}

/** Answers to one prompt stand together; their row is made one object, so that its target is read once. */
function readItems(value: unknown): readonly Item[] {
  if (!Array.isArray(value)) throw refusal('`items` is no list.');
  let last: TrainingRow | undefined;
  return value.map((item: unknown, index) => {
    const row = isRecord(item) ? item['row'] : undefined;
    if (!isRecord(item) || typeof item['output'] !== 'string' || !isTrainingRow(row))
      throw refusal(
        `\`items[${index}]\` is not {"row":{"instruction","input","output"},"output"} of strings.`,
      );
    if (last === undefined || !isSameRow(last, row)) last = row;
    return { row: last, output: item['output'] };
  });
}

function isTrainingRow(value: unknown): value is TrainingRow {
  return (
    isRecord(value) && ['instruction', 'input', 'output'].every((name) => typeof value[name] === 'string')
  );
}

function isSameRow(one: TrainingRow, other: TrainingRow): boolean {
  return one.output === other.output && one.input === other.input && one.instruction === other.instruction;
}

function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(message: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_REWARD_REQUEST', message, {
    hint: 'docs/easyr1.md shows a request.',
    cause,
  });
}

async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let open: string[] = [];
  for await (const chunk of input) {
    const pieces = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n');
    const rest = pieces.pop()!;
    for (const piece of pieces) {
      yield [...open, piece].join('');
      open = [];
    }
    open.push(rest);
  }
  const last = [...open, decoder.decode()].join('');
  if (last !== '') yield last;
}
