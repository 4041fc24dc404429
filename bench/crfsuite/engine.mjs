// Our side, bundled with the embedded engine: node engine.mjs ROWS PROMPTS ANSWERS SETTINGS, with rows and prompts as `prouie
// encode` writes them and the settings of `src/engines/embedded/sft.ts` with `bits` as JSON. Prints times as JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { generate } from '../../src/engines/embedded/generate.ts';
import { defaultSftOptions, trainSft, zeroCheckpoint } from '../../src/engines/embedded/sft.ts';

const [rowsFile, promptsFile, answersFile, settings] = process.argv.slice(2);
const { bits, seed, ...changes } = JSON.parse(settings);
const rows = readLines(rowsFile);
const prompts = readLines(promptsFile);

const begun = now();
const { checkpoint } = await trainSft({
  rows,
  start: zeroCheckpoint(bits),
  options: { ...defaultSftOptions, ...changes },
  seed,
});
const trained = now();
const outputs = await generate(checkpoint, prompts);
const tagged = now();

writeFileSync(
  answersFile,
  prompts.map(({ id }, at) => `${JSON.stringify({ id, output: outputs[at] })}\n`).join(''),
);
console.log(
  JSON.stringify({
    training: between(begun, trained),
    tagging: between(trained, tagged),
    megabytes: process.resourceUsage().maxRSS / 1000,
  }),
);

function readLines(file) {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Seconds on the clock, and those of a processor that this process used, its threads for memory and compiler included. */
function now() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 };
}

function between(from, to) {
  return { wall: to.wall - from.wall, processor: to.processor - from.processor };
}
