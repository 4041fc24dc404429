import { decodeOutput } from '../../uie/decode.ts';
import { objectOf, recordAt, textOf, within } from '../../uie/json-fields.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { readTask } from '../../uie/record-json.ts';
import { readSchema, schemaSharer } from '../../uie/schema-json.ts';
import { structureToJson } from '../../uie/structure-json.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import { EXIT } from '../io.ts';
import { mapJsonLines } from '../output.ts';

export const commandLine: CommandLine = {
  command: 'decode',
  operands: '[FILE]',
  summary:
    'Reads generated strings back into structures: lines of {"id","task","schema","text","output"} in FILE or standard input.\nWithout a schema no roles are known; without a text every side of a pair counts as standing in it.',
  flags: {},
  operandCount: [0, 1],
};

export const run = runCommand(commandLine, async (args, io) => {
  const shareSchema = schemaSharer();
  await mapJsonLines(args.operands[0], io, (value, location) => {
    const place = recordAt(location);
    const record = objectOf(value, place);
    const task = readTask(record, place);
    const schema = record.has('schema')
      ? shareSchema(readSchema(task, record.get('schema'), within(place, 'schema')))
      : undefined;
    const text = record.has('text') ? textOf(record, 'text', place) : undefined;
    const { structure, malformed, repairs } = decodeOutput(textOf(record, 'output', place), {
      task,
      schema,
      text,
    });
    const id = JSON.stringify(textOf(record, 'id', place));
    const written = writeJson(structureToJson(structure));
    return `{"id":${id},"structure":${written},"malformed":${malformed},"repairs":${JSON.stringify(repairs)}}`;
  });
  return EXIT.done;
});
