import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Checkpoint } from '../../engines/embedded/checkpoint.ts';
import { generate } from '../../engines/embedded/generate.ts';
import { ProuieError } from '../../errors.ts';
import { openSession } from '../../runner/session.ts';
import { CHECKPOINT_FILES, readCheckpoint } from '../../steps/checkpoint-files.ts';
import { readTable } from '../../store/arrow-reader.ts';
import { didYouMean } from '../../suggest.ts';
import { decodeOutput } from '../../uie/decode.ts';
import { renderInstruction } from '../../uie/instruction.ts';
import { objectOf, recordAt, textOf, within } from '../../uie/json-fields.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { readTask } from '../../uie/record-json.ts';
import type { Schema } from '../../uie/records.ts';
import { readSchema } from '../../uie/schema-json.ts';
import { structureToJson } from '../../uie/structure-json.ts';
import {
  type CommandLine,
  choiceFlag,
  helpPage,
  type ParsedArguments,
  parseCommandLine,
} from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { readJsonLines } from '../json-lines.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { writeText } from '../output.ts';

export const commandLine: CommandLine = {
  command: 'predict',
  operands: '[FILE]',
  operandCount: [0, 1],
  summary:
    'Text and schema in, structure out (Algorithm 2): lines of {"id","task","schema","text"} in FILE or standard input\nto lines of {"id","output","structure","malformed","repairs"}, which `prouie score` reads as predictions.',
  flags: {
    ...GRAPH_FLAGS,
    checkpoint: {
      value: 'NODE|DIR',
      description: 'a training node, or a folder with the files of a checkpoint (default train/de3)',
    },
    style: {
      value: 'STYLE',
      description: 'the wording of relations and events: sa (concise, default) or cm (complete)',
    },
  },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const style = choiceFlag(args, 'predict', 'style', ['sa', 'cm']) ?? 'sa';
  const checkpoint = await loadCheckpoint(args, io, host);
  for await (const lines of readJsonLines(args.operands[0], io)) {
    const prompts: { readonly id: string; readonly schema: Schema; readonly text: string }[] = [];
    for (const { value, location } of lines) {
      const place = recordAt(location);
      const record = objectOf(value, place);
      const task = readTask(record, place);
      prompts.push({
        id: textOf(record, 'id', place),
        schema: readSchema(task, record.get('schema'), within(place, 'schema')),
        text: textOf(record, 'text', place),
      });
    }
    const outputs = await generate(
      checkpoint,
      prompts.map(({ schema, text }) => ({ instruction: renderInstruction(schema, style), input: text })),
    );
    const written = outputs.map((output, index) => {
      const { id, schema, text } = prompts[index]!;
      const { structure, malformed, repairs } = decodeOutput(output, { task: schema.task, schema, text });
      return `{"id":${JSON.stringify(id)},"output":${JSON.stringify(output)},"structure":${writeJson(structureToJson(structure))},"malformed":${malformed},"repairs":${JSON.stringify(repairs)}}\n`;
    });
    await writeText(io.stdout, written.join(''));
  }
  return EXIT.done;
}

async function loadCheckpoint(args: ParsedArguments, io: Io, host: CommandHost): Promise<Checkpoint> {
  const name = args.value('checkpoint') ?? 'train/de3';
  const folder = resolve(io.cwd, name);
  const files = existsSync(join(folder, CHECKPOINT_FILES.weights))
    ? folderFiles(folder)
    : await nodeFiles(name, args, io, host);
  const input = {
    files: [...files.keys()],
    bytes: (path: string) => readFileSync(files.get(path) ?? missingFile(name, path)),
  };
  return readCheckpoint({ readTable: async (bytes, schema) => readTable(bytes, schema) }, input, 'generate');
}

function folderFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((file) => [file, join(folder, file)]));
}

async function nodeFiles(
  name: string,
  args: ParsedArguments,
  io: Io,
  host: CommandHost,
): Promise<ReadonlyMap<string, string>> {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const { graph, workspace } = session;
  const index = graph.indexOf.get(name);
  const planner = session.planner();
  if (index !== undefined) planner.planAll([index]);
  const files = planner.planned[index ?? -1]?.outputs?.['checkpoint']?.files;
  if (files !== undefined)
    return new Map(files.map(([path, digest]) => [path, workspace.store.blobPath(digest)]));
  const trained = graph.nodes.flatMap((node) =>
    Object.hasOwn(node.outputs, 'checkpoint') ? [node.name] : [],
  );
  if (trained.includes(name)) {
    throw new ProuieError(
      'PROUIE_CHECKPOINT_MISSING',
      `${name} has not been trained in ${workspace.store.root} with the present sources and settings.`,
      {
        hint: `Train it with \`prouie run ${name} --profile ${workspace.profile}\`.`,
      },
    );
  }
  throw new ProuieError(
    'PROUIE_CHECKPOINT_MISSING',
    `"${name}" is neither a training node nor a folder with ${CHECKPOINT_FILES.weights}.`,
    {
      hint: didYouMean(name, trained) ?? 'List training nodes with `prouie graph "train/**"`.',
    },
  );
}

function missingFile(checkpoint: string, path: string): never {
  throw new ProuieError('PROUIE_CHECKPOINT', `The checkpoint ${checkpoint} has no file ${path}.`, {
    hint: 'Train it again.',
  });
}
