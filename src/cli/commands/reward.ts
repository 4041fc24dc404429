import { serveRewards } from '../../engines/reward-loop.ts';
import { REWARD_VARIANTS, rewardVariants } from '../../uie/all-rewards.ts';
import { decodeOutput } from '../../uie/decode.ts';
import { objectOf, recordAt, textOf, within } from '../../uie/json-fields.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { PENALTY_FORMS } from '../../uie/penalties.ts';
import { readTask } from '../../uie/record-json.ts';
import { computeReward } from '../../uie/reward.ts';
import { defaultRewardOptions, type RewardOptions } from '../../uie/reward-settings.ts';
import { readSchema, schemaSharer } from '../../uie/schema-json.ts';
import { schemaOfGold } from '../../uie/schema-of-gold.ts';
import { EMPTY_RULES } from '../../uie/set-overlap.ts';
import { readStructure } from '../../uie/structure-json.ts';
import {
  type CommandLine,
  choiceFlag,
  numberFlag,
  type ParsedArguments,
  runCommand,
  usageError,
} from '../arguments.ts';
import { EXIT } from '../io.ts';
import { mapJsonLines, writeText } from '../output.ts';

export const commandLine: CommandLine = {
  command: 'reward',
  operands: '[FILE]',
  summary: `Gives the stepwise fine-grained reward (Eq. 2-10) of generated strings: lines of {"id"?,"task","schema"?,"text"?,"gold","output"} in FILE or standard input.
Without a schema the types and roles are those of the gold.

Variants:
${listVariants()}`,
  flags: {
    variant: { value: 'NAME', description: 'how measures become a reward (default: full)' },
    penalty: {
      value: 'FORM',
      description: 'piecewise (default, Eq. 9 as printed), additive or max; events only',
    },
    empty: {
      value: 'RULE',
      description: 'defined (default: two empty sets agree) or literal (Eq. 3-6 as printed)',
    },
    clip: { value: 'RANGE', description: '-1,1 (default), 0,1 or none' },
    'gamma-ee': { value: 'N', description: 'the exponent of F_full in Eq. 10 (default: 1)' },
    floor: { value: 'N', description: 'the reward of a malformed output, never clipped (default: -1)' },
    'trigger-bound': { description: 'match only groups with equal triggers in F_full' },
    serve: {
      description:
        'answer requests of many answers each, line by line, until standard input ends (docs/easyr1.md)',
    },
  },
  operandCount: [0, 1],
};

export const run = runCommand(commandLine, async (args, io) => {
  const options = readRewardOptions(args);
  if (args.has('serve')) {
    if (args.operands.length > 0)
      throw usageError(commandLine.command, '--serve reads standard input, not a file.');
    await serveRewards(io.stdin, (text) => writeText(io.stdout, text), options);
    return EXIT.done;
  }
  const shareSchema = schemaSharer();
  await mapJsonLines(args.operands[0], io, (value, location) => {
    const place = recordAt(location);
    const record = objectOf(value, place);
    const task = readTask(record, place);
    const gold = readStructure(task, record.get('gold'), within(place, 'gold'));
    const schema = record.has('schema')
      ? shareSchema(readSchema(task, record.get('schema'), within(place, 'schema')))
      : schemaOfGold(gold);
    const text = record.has('text') ? textOf(record, 'text', place) : undefined;
    const decoded = decodeOutput(textOf(record, 'output', place), { task, schema, text });
    const { overall, malformed, components } = computeReward(gold, decoded, options);
    const id = record.get('id');
    const answer = JSON.stringify({ overall, malformed, ...components });
    return id === undefined ? answer : `{"id":${writeJson(id)},${answer.slice(1)}`;
  });
  return EXIT.done;
});

function listVariants(): string {
  const width = Math.max(...REWARD_VARIANTS.map((name) => name.length));
  return Object.entries(rewardVariants)
    .map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
    .join('\n');
}

const CLIPS = { '-1,1': [-1, 1], '0,1': [0, 1], none: null } as const;

/** @throws ProuieError PROUIE_USAGE for a value that a switch does not know */
export function readRewardOptions(args: ParsedArguments): RewardOptions {
  const { command } = commandLine;
  const defaults = defaultRewardOptions;
  const gammaEe = numberFlag(args, command, 'gamma-ee') ?? defaults.gammaEe;
  if (gammaEe <= 0) throw usageError(command, `--gamma-ee takes a number above 0, not ${gammaEe}.`);
  const clip = choiceFlag(args, command, 'clip', Object.keys(CLIPS) as (keyof typeof CLIPS)[]);
  return {
    variant: choiceFlag(args, command, 'variant', REWARD_VARIANTS) ?? defaults.variant,
    penalty: choiceFlag(args, command, 'penalty', PENALTY_FORMS) ?? defaults.penalty,
    empty: choiceFlag(args, command, 'empty', EMPTY_RULES) ?? defaults.empty,
    clip: clip === undefined ? defaults.clip : CLIPS[clip],
    gammaEe,
    floor: numberFlag(args, command, 'floor') ?? defaults.floor,
    triggerBound: args.has('trigger-bound'),
    weights: defaults.weights,
  };
}
