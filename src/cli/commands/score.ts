import { type Answer, type MatchOptions, matchPredictions } from '../../uie/answers.ts';
import { explainAnswer } from '../../uie/explanation.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { readExample, readPrediction } from '../../uie/record-json.ts';
import type { Example } from '../../uie/records.ts';
import { schemaSharer } from '../../uie/schema-json.ts';
import { scoreDatasets } from '../../uie/score.ts';
import { compareScores, scoreIntervals } from '../../uie/score-uncertainty.ts';
import { DEFAULT_SCORER, scorerProfiles } from '../../uie/scorers/all-profiles.ts';
import type { ScorerProfile } from '../../uie/scorers/profile.ts';
import { type CommandLine, choiceFlag, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import { formatExplanation } from '../explanation-text.ts';
import { findRecord, noSuchExample } from '../find-record.ts';
import { EXIT, type Io } from '../io.ts';
import { type CollectedRecords, collectRecords } from '../json-lines.ts';
import { writeText } from '../output.ts';
import { explanationToJson, scoresToJson } from '../score-json.ts';
import { wrongFormRemarks } from '../score-remarks.ts';
import { formatScores, leftOutNote } from '../score-table.ts';
import {
  differencesToJson,
  formatDifferences,
  formatIntervals,
  intervalsToJson,
} from '../score-uncertainty-table.ts';
import { chosenProfiles, listProfiles } from '../scorer-profiles.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'score',
  summary: `Scores predictions against gold, by data set and on average.\n\nProfiles:\n${listProfiles()}`,
  flags: {
    gold: { value: 'FILE', description: 'examples (JSONL); - or left out: standard input' },
    predictions: { value: 'FILE', description: 'predictions (JSONL); - or left out: standard input' },
    profile: {
      value: 'NAME',
      multiple: true,
      description: 'a scorer profile (default: prouie), or all; repeated, their F1 stand side by side',
    },
    missing: {
      value: 'error|empty',
      description: 'what an example without a prediction is (default: error)',
    },
    ci: { description: '95 % bootstrap intervals of F1, by data set and on average' },
    against: {
      value: 'FILE',
      description: "another system's predictions: differences, their intervals, and whether they are chance",
    },
    explain: { value: 'ID', description: 'one example: what became of every item of its gold and answer' },
    json: { description: 'one JSON object for programs' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
  operandCount: [0, 0],
};

export const run = runCommand(commandLine, async (args, io) => {
  const profiles = chosenProfiles(args, [scorerProfiles[DEFAULT_SCORER]!]);
  const sources = sourcesOf(args);
  const id = args.value('explain');
  const other = args.value('against');
  if ([id, other, args.has('ci') || undefined].filter((way) => way !== undefined).length > 1)
    throw usageError(commandLine.command, 'Only one of --explain, --against and --ci can be given.');
  if (id !== undefined) await writeExplanation(await findAnswer(id, sources, io), profiles, args, io);
  else if (other !== undefined) await writeDifferences(sources, other, profiles, args, io);
  else await writeScores(await readAnswers(sources, io), profiles, args, io);
  return EXIT.done;
});

async function writeScores(
  answers: readonly Answer[],
  profiles: readonly ScorerProfile[],
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  for (const remark of wrongFormRemarks(answers)) io.stderr.write(`${remark}\n`);
  const results = profiles.map((profile) => ({ profile, score: scoreDatasets(answers, profile) }));
  if (args.has('ci')) {
    const sure = results.map((result) => ({ ...result, intervals: scoreIntervals(answers, result.profile) }));
    return writeText(
      io.stdout,
      args.has('json') ? `${writeJson(intervalsToJson(sure))}\n` : formatIntervals(sure),
    );
  }
  if (!args.has('json')) return writeText(io.stdout, formatScores(results));
  const notes = results.map(leftOutNote).filter((note) => note !== undefined);
  for (const note of notes) io.stderr.write(`${note}\n`);
  return writeText(io.stdout, `${writeJson(scoresToJson(results))}\n`);
}

async function writeDifferences(
  sources: Sources,
  otherFile: string,
  profiles: readonly ScorerProfile[],
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  const gold = await readGold(sources, io);
  const answers = await answersTo(gold, sources.predictionsFile, sources, io);
  const others = await answersTo(gold, otherFile, sources, io);
  const results = profiles.map((profile) => ({
    profile,
    differences: compareScores(answers, others, profile),
  }));
  return writeText(
    io.stdout,
    args.has('json') ? `${writeJson(differencesToJson(results))}\n` : formatDifferences(results),
  );
}

async function writeExplanation(
  answer: Answer,
  profiles: readonly ScorerProfile[],
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  const explained = profiles.map((profile) => ({ profile, metrics: explainAnswer(answer, profile) }));
  return writeText(
    io.stdout,
    args.has('json')
      ? `${writeJson(explanationToJson(answer, explained))}\n`
      : formatExplanation(answer, explained, terminal),
  );
}

interface Sources {
  readonly goldFile: string;
  readonly predictionsFile: string;
  readonly missing: MatchOptions['missing'];
}

function sourcesOf(args: ParsedArguments): Sources {
  const missing = choiceFlag(args, commandLine.command, 'missing', ['error', 'empty']);
  const goldFile = args.value('gold') ?? '-';
  const predictionsFile = args.value('predictions') ?? '-';
  if (goldFile === '-' && predictionsFile === '-') {
    const hint = 'Give --gold FILE and --predictions FILE; one of them may be - for standard input.';
    throw usageError(commandLine.command, 'Gold and predictions cannot both be standard input.', hint);
  }
  return { goldFile, predictionsFile, missing };
}

/** The answers to all examples. */
async function readAnswers(sources: Sources, io: Io): Promise<readonly Answer[]> {
  return answersTo(await readGold(sources, io), sources.predictionsFile, sources, io);
}

function readGold({ goldFile }: Sources, io: Io): Promise<CollectedRecords<Example>> {
  const shareSchema = schemaSharer();
  return collectRecords(goldFile, io, (value, location) => {
    const example = readExample(value, location);
    return { ...example, schema: shareSchema(example.schema) };
  });
}

async function answersTo(
  gold: CollectedRecords<Example>,
  predictionsFile: string,
  { missing }: Sources,
  io: Io,
): Promise<readonly Answer[]> {
  const predictions = await collectRecords(predictionsFile, io, readPrediction);
  return matchPredictions(gold.records, predictions.records, {
    missing,
    locateExample: gold.locate,
    locatePrediction: predictions.locate,
  });
}

/** The answer to one example; of both files only the lines up to it are read. */
async function findAnswer(
  id: string,
  { goldFile, predictionsFile, missing }: Sources,
  io: Io,
): Promise<Answer> {
  const gold = await findRecord(goldFile, io, id);
  if (gold.found === undefined) throw noSuchExample(id, gold.ids, goldFile);
  const { value, location } = gold.found;
  const { found } = await findRecord(predictionsFile, io, id);
  const predictions = found === undefined ? [] : [readPrediction(found.value, found.location)];
  const [answer] = matchPredictions([readExample(value, location)], predictions, {
    missing,
    locateExample: () => location,
  });
  return answer!;
}
