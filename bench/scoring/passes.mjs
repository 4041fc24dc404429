// Our side of what is timed in one process, bundled with the task layer by bench/scoring/programs.mjs:
// node passes.mjs KIND FILE PASSES, with FILE as `prouie reward` and `prouie score` read it. Prints {seconds, ...} as JSON,
// without the time of the first pass.
import { readFileSync } from 'node:fs';
import { matchPredictions } from '../../src/uie/answers.ts';
import { decodeOutput } from '../../src/uie/decode.ts';
import { readJson } from '../../src/uie/ordered-json.ts';
import { readExample, readPrediction } from '../../src/uie/record-json.ts';
import { computeReward } from '../../src/uie/reward.ts';
import { defaultRewardOptions } from '../../src/uie/reward-settings.ts';
import { schemaSharer } from '../../src/uie/schema-json.ts';
import { scoreAnswers, scoreDatasets } from '../../src/uie/score.ts';
import { scorerProfiles } from '../../src/uie/scorers/all-profiles.ts';

const [kind, file, passes] = process.argv.slice(2);
const share = schemaSharer();
const examples = [];
const predictions = [];
for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
  const value = readJson(line);
  const example = readExample(value);
  examples.push({ ...example, schema: share(example.schema) });
  predictions.push(readPrediction(value));
}
const beganToRead = performance.now();
const answers = matchPredictions(examples, predictions);
const reading = (performance.now() - beganToRead) / 1000;

const kinds = {
  /** From decoded answers to the figures of one profile. */
  spans: () => scoreAnswers(answers, scorerProfiles.prouie),
  /** From the strings that a model wrote. */
  strings: () => scoreAnswers(matchPredictions(examples, predictions), scorerProfiles.prouie),
  rewards: () =>
    examples.map((example, at) => {
      const { gold, task, schema, text } = example;
      const decoded = decodeOutput(predictions[at].output, { task, schema, text });
      return computeReward(gold, decoded, defaultRewardOptions).overall;
    }),
  /** All data sets under all profiles. */
  profiles: () => Object.values(scorerProfiles).map(timeProfile),
};
const pass = kinds[kind];
const made = pass();
const seconds = Array.from({ length: Number(passes) }, () => {
  const began = performance.now();
  pass();
  return (performance.now() - began) / 1000;
});
const outcome = {
  spans: () => ({ f1: made.metrics.entity.f1 / 100 }),
  strings: () => ({ f1: made.metrics.entity.f1 / 100 }),
  rewards: () => ({ rewards: made }),
  profiles: () => ({ profiles: Object.fromEntries(pass()), reading }),
}[kind];
console.log(JSON.stringify({ seconds, ...outcome?.() }));

function timeProfile(profile) {
  const began = performance.now();
  scoreDatasets(answers, profile);
  return [profile.name, (performance.now() - began) / 1000];
}
