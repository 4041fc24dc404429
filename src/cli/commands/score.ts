import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import { matchPredictions } from '../../uie/answers.ts';
import { writeJson } from '../../uie/json-layout.ts';
import type { OrderedJson } from '../../uie/ordered-json.ts';
import { readExample, readPrediction } from '../../uie/record-json.ts';
import { schemaSharer } from '../../uie/schema-json.ts';
import { type ProfileScore, scoreDatasets } from '../../uie/score.ts';
import type { ScorerProfile } from '../../uie/scorers/profile.ts';
import { scorerProfiles } from '../../uie/scorers/profiles.ts';
import { type CommandLine, choiceFlag, helpPage, parseCommandLine, usageError } from '../arguments.ts';
import { EXIT, type RunCommand } from '../io.ts';
import { collectRecords } from '../json-lines.ts';
import { writeText } from '../output.ts';
import { formatScores } from '../score-table.ts';

const PROFILES: ReadonlyMap<string, ScorerProfile> = new Map(Object.entries(scorerProfiles));

export const commandLine: CommandLine = {
  command: 'score',
  summary: `Scores predictions against gold, by data set and on average.\n\nProfiles:\n${listProfiles()}`,
  flags: {
    gold: { value: 'FILE', description: 'examples (JSONL); - or left out: standard input' },
    predictions: { value: 'FILE', description: 'predictions (JSONL); - or left out: standard input' },
    profile: {
      value: 'NAME',
      multiple: true,
      description: 'a scorer profile (default: prouie); can be repeated',
    },
    missing: {
      value: 'error|empty',
      description: 'what an example without a prediction is (default: error)',
    },
    json: { description: 'one JSON object in place of a table' },
  },
  operandCount: [0, 0],
};

export const run: RunCommand = async (argv, io) => {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const named = args.values('profile');
  const profiles = [...new Set(named.length > 0 ? named : ['prouie'])].map(findProfile);
  const missing = choiceFlag(args, commandLine.command, 'missing', ['error', 'empty']);
  const goldFile = args.value('gold') ?? '-';
  const predictionsFile = args.value('predictions') ?? '-';
  if (goldFile === '-' && predictionsFile === '-') {
    const hint = 'Give --gold FILE and --predictions FILE; one of them may be - for standard input.';
    throw usageError(commandLine.command, 'Gold and predictions cannot both be standard input.', hint);
  }
  const shareSchema = schemaSharer();
  const gold = await collectRecords(goldFile, io, (value, location) => {
    const example = readExample(value, location);
    return { ...example, schema: shareSchema(example.schema) };
  });
  const predictions = await collectRecords(predictionsFile, io, readPrediction);
  const answers = matchPredictions(gold.records, predictions.records, {
    missing,
    locateExample: gold.locate,
    locatePrediction: predictions.locate,
  });
  const scores = new Map(profiles.map((profile) => [profile.name, scoreDatasets(answers, profile)]));
  await writeText(
    io.stdout,
    args.has('json') ? `${writeJson(scoresToJson(scores))}\n` : formatScores(scores),
  );
  return EXIT.done;
};

function listProfiles(): string {
  const width = Math.max(...[...PROFILES.keys()].map((name) => name.length));
  return [...PROFILES.values()].map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
}

function findProfile(name: string): ScorerProfile {
  const profile = PROFILES.get(name);
  if (profile !== undefined) return profile;
  throw new ProuieError('PROUIE_UNKNOWN_PROFILE', `There is no scorer profile "${name}".`, {
    hint: didYouMean(name, PROFILES.keys()) ?? `Known profiles: ${[...PROFILES.keys()].join(', ')}.`,
  });
}

/** Data sets and figures stand in maps, so that a data set named `10` or `__proto__` keeps its place. */
function scoresToJson(scores: ReadonlyMap<string, ProfileScore>): OrderedJson {
  const profiles = new Map<string, OrderedJson>();
  for (const [name, score] of scores) {
    const datasets = new Map<string, OrderedJson>();
    for (const [dataset, { task, examples, malformed, metrics }] of score.datasets) {
      const entry = new Map<string, OrderedJson>(Object.entries({ task, examples, malformed }));
      for (const [metric, figures] of Object.entries(metrics)) {
        const { tp, fp, fn, precision, recall, f1 } = figures;
        entry.set(metric, new Map(Object.entries({ tp, fp, fn, precision, recall, f1 })));
      }
      datasets.set(dataset, entry);
    }
    const average = new Map<string, OrderedJson>(Object.entries(score.average));
    profiles.set(
      name,
      new Map<string, OrderedJson>([
        ['datasets', datasets],
        ['average', average],
      ]),
    );
  }
  return new Map<string, OrderedJson>([
    ['schemaVersion', 1],
    ['profiles', profiles],
  ]);
}
