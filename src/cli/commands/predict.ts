import { resolve } from 'node:path';
import { shellWords } from '../../shell-words.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { STYLES, TASKS } from '../../uie/records.ts';
import { schemaToJson } from '../../uie/schema-json.ts';
import { type CommandLine, choiceFlag, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS } from '../node-flags.ts';
import { type Answers, filedAnswers, streamedAnswers } from '../predict/answers.ts';
import { USUAL_CHECKPOINT } from '../predict/checkpoint.ts';
import { givenSchema } from '../predict/given-schema.ts';
import { streamInput, wordInput } from '../predict/input.ts';
import { listenForInterrupt } from '../predict/interrupt.ts';
import type { JournalHead } from '../predict/journal.ts';
import { type OpenedModel, openModel } from '../predict/model.ts';
import { countFailures, PositionTracker } from '../predict/position.ts';
import { predictLines } from '../predict/prediction.ts';
import { type RequestSettings, requestReader } from '../predict/request.ts';
import { summaryLine } from '../predict/summary.ts';
import { liveTextProgress, silentTextProgress, type TextProgress } from '../predict/text-progress.ts';
import { isTerminal, terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'predict',
  operands: '[FILE]',
  operandCount: [0, 1],
  summary:
    'Text and schema in, structure out (Algorithm 2): lines of {"id","text"} in FILE or standard input, with "task" and\n"schema" where they differ from --task and --schema, to lines of {"id","structure","malformed","repairs"} in the same\norder. A line that cannot be answered gets {"id","error":{"code","message","line"}}, and the exit code is 1.',
  flags: {
    ...GRAPH_FLAGS,
    checkpoint: {
      value: 'NODE|DIR',
      description: `a training node, or a folder with a checkpoint or a language model (default ${USUAL_CHECKPOINT})`,
    },
    task: { value: 'TASK', description: 'ner, re or ee' },
    schema: {
      value: 'FILE',
      description: 'the schema, {"types":[...]}; a word that begins with { is the schema itself',
    },
    text: { value: 'TEXT', description: 'this text, and no file' },
    'text-lines': { description: 'every line is a text, and its number the id' },
    raw: { description: 'the generated string too, as "output", which `prouie score` reads' },
    style: {
      value: 'STYLE',
      description: 'the wording of relations and events: sa (concise, default) or cm (complete)',
    },
    out: { value: 'FILE', description: 'write to a new file, with notes beside it in FILE.resume' },
    resume: { description: 'go on with the file of --out where it was broken off' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const settings = readSettings(args, io);
  const read = requestReader(settings);
  const interrupt = listenForInterrupt();
  const tracker = new PositionTracker();
  const began = performance.now();
  try {
    const model = await openModel(args, io, host, interrupt.signal);
    try {
      const answers = await openAnswers(args, io, settings, model, tracker, interrupt.signal);
      const input = args.has('text') ? wordInput(args.value('text')!) : streamInput(args.operands[0], io);
      interrupt.signal.addEventListener('abort', input.stop, { once: true });
      const progress = openProgress(args, io, input.size);
      const file = args.value('out');
      const before =
        answers.before === undefined || file === undefined ? undefined : { position: answers.before, file };
      let isWhole = false;
      try {
        await predictLines({
          lines: input.lines,
          read,
          answerer: model.answerer,
          tracker,
          progress,
          write: answers.write,
          before,
          signal: interrupt.signal,
        });
        isWhole = !interrupt.signal.aborted;
      } finally {
        progress.close();
        await answers.close(isWhole);
      }
      const { texts, failures } = tracker;
      const seconds = (performance.now() - began) / 1000;
      const line = summaryLine({ texts, before: answers.before?.texts ?? 0, failures, seconds });
      if (interrupt.signal.aborted) {
        io.stderr.write(`Interrupted: ${line}\n${wayOn(args)}`);
        return EXIT.interrupted;
      }
      io.stderr.write(`${line}\n${model.remarks()}${adviceOn(failures, settings)}`);
      return countFailures(failures) > 0 ? EXIT.failed : EXIT.done;
    } finally {
      await model.close();
    }
  } finally {
    interrupt.release();
  }
});

/** @throws ProuieError PROUIE_USAGE for words that do not go together, and the errors of `givenSchema` */
function readSettings(args: ParsedArguments, io: Io): RequestSettings {
  const format = args.has('text') || args.has('text-lines') ? 'text' : 'json';
  if (args.has('text') && (args.operands.length > 0 || args.has('text-lines')))
    throw usageError('predict', '--text is the whole input: it goes with no file and not with --text-lines.');
  if (args.has('resume') && !args.has('out'))
    throw usageError('predict', '--resume goes on with a file: name it with --out.');
  const style = choiceFlag(args, 'predict', 'style', STYLES) ?? 'sa';
  const task = choiceFlag(args, 'predict', 'task', TASKS);
  const given = args.value('schema');
  if (given !== undefined && task === undefined)
    throw usageError('predict', '--schema needs --task, which says how it is read: ner, re or ee.');
  const schema = given === undefined || task === undefined ? undefined : givenSchema(given, task, io);
  if (format === 'text' && schema === undefined)
    throw usageError('predict', 'Plain texts bring no schema: give --task and --schema.');
  return { format, style, task, schema };
}

async function openAnswers(
  args: ParsedArguments,
  io: Io,
  { format, style, task, schema }: RequestSettings,
  { digest: checkpoint, generation }: OpenedModel,
  tracker: PositionTracker,
  signal: AbortSignal,
): Promise<Answers> {
  const out = args.value('out');
  if (out === undefined) return streamedAnswers(io, signal);
  const head: JournalHead = {
    schemaVersion: 1,
    checkpoint,
    ...(generation === undefined ? {} : { generation }),
    format,
    task: task ?? null,
    schema: schema === undefined ? null : writeJson(schemaToJson(schema)),
    style,
    raw: args.has('raw'),
  };
  return filedAnswers(resolve(io.cwd, out), head, args.has('resume'), tracker);
}

/** Where answers scroll over the same terminal they are progress enough. */
function openProgress(args: ParsedArguments, io: Io, size: number | undefined): TextProgress {
  const terminal = terminalOf(io.stderr, io);
  const isFree = args.has('out') || !isTerminal(io.stdout);
  return terminal.live && isFree ? liveTextProgress(terminal, size) : silentTextProgress;
}

/** How an interrupted prediction is gone on with. */
function wayOn(args: ParsedArguments): string {
  if (!args.has('out'))
    return 'What was answered was written; with --out FILE a prediction can be gone on with.\n';
  const words = args.has('resume') ? args.words : [...args.words, '--resume'];
  const fromStream = args.operands[0] === undefined || args.operands[0] === '-';
  const input = fromStream && !args.has('text') ? ', with the same standard input' : '';
  return `Go on with \`prouie predict ${shellWords(words)}\`${input}.\n`;
}

function adviceOn(failures: { readonly [code: string]: number }, { format }: RequestSettings): string {
  if (format === 'json' && (failures['PROUIE_JSON'] ?? 0) > 0)
    return 'Lines of plain text are read with --text-lines.\n';
  if ((failures['PROUIE_SCHEMA_MISSING'] ?? 0) > 0)
    return 'Records without their own `task` and `schema` need --task and --schema.\n';
  return '';
}
