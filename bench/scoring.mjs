// Scores and rewards: `prouie score` against seqeval and nervaluate on the same sentences, where all three count the same
// spans; the reward against a plain Python version of it; `prouie reward` as a stream and as a server; and all scorer
// profiles on the predictions of all test sets. All on invented sentences (bench/scoring/data.mjs).
// node bench/scoring.mjs [--short] [entities|rewards|streams|server|profiles ...]     only the parts that are named
import { rmSync } from 'node:fs';
import { conclude, words } from './outcome.mjs';
import { compareEntityScores } from './scoring/entities.mjs';
import { measureProfiles } from './scoring/profiles.mjs';
import { folder, prepare, VERSIONS } from './scoring/programs.mjs';
import { compareRewards } from './scoring/rewards.mjs';
import { measureServer, measureStreams } from './scoring/streams.mjs';

const PARTS = {
  entities: compareEntityScores,
  rewards: compareRewards,
  streams: measureStreams,
  server: measureServer,
  profiles: measureProfiles,
};
const chosen = words.length > 0 ? words : Object.keys(PARTS);
const parts = [];

try {
  await prepare();
  for (const name of chosen) {
    console.error(name);
    parts.push(PARTS[name]());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
conclude({
  name: ['scoring', ...words].join('-'),
  title: 'Scores and rewards',
  tables: parts.flatMap(({ tables }) => tables),
  goals: parts.flatMap(({ goals }) => goals),
  versions: VERSIONS,
  notes: [
    'The F1 of the profile `prouie` is that of seqeval and the strict one of nervaluate where no text stands twice in a sentence, as here: a (type, text) is then one span. Where a text is repeated, `prouie` counts it once, and the packages count each place.',
    'nervaluate always tells four kinds of F1, each for every type besides; the line "only strict" calls the one part of it that answers the same question.',
    'Python scores rewards from gold structures and output strings, as `prouie` does, and repairs no output; the outputs need none, one in 101 is no JSON at all.',
  ],
});
