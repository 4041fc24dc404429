import { encodeTarget } from '../../uie/encode.ts';
import { renderInstruction } from '../../uie/instruction.ts';
import { JSON_LAYOUTS } from '../../uie/json-layout.ts';
import { readExample } from '../../uie/record-json.ts';
import { STYLES } from '../../uie/records.ts';
import { type CommandLine, choiceFlag, runCommand, usageError } from '../arguments.ts';
import { EXIT } from '../io.ts';
import { mapJsonLines } from '../output.ts';

export const commandLine: CommandLine = {
  command: 'encode',
  operands: '[FILE]',
  summary:
    'Writes the instruction, the input and the target string of every example (JSONL) in FILE or standard input.\nEntities have the complete style only: with --style sa their targets are the complete ones.',
  flags: {
    style: { value: 'cm|sa', description: 'complete targets, or streamlined ones without empty keys' },
    json: { value: 'LAYOUT', description: 'spaced (default), pretty or compact' },
  },
  operandCount: [0, 1],
};

export const run = runCommand(commandLine, async (args, io) => {
  const style = choiceFlag(args, commandLine.command, 'style', STYLES);
  const layout = choiceFlag(args, commandLine.command, 'json', JSON_LAYOUTS) ?? 'spaced';
  if (style === undefined)
    throw usageError(
      commandLine.command,
      'The style of the targets is not given.',
      'Add --style cm or --style sa.',
    );
  await mapJsonLines(args.operands[0], io, (value, location) => {
    const { id, text, schema, gold } = readExample(value, location);
    const instruction = renderInstruction(schema, style);
    return JSON.stringify({
      id,
      instruction,
      input: text,
      output: encodeTarget(text, schema, gold, style, layout),
    });
  });
  return EXIT.done;
});
