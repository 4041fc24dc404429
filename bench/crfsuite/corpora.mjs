// Corpora of entities with a token a line, under the folder that PROUIE_CORPORA names: once as prouie reads them (`prouie data
// import`, `prouie encode`), and once as CRFsuite does, the tokens and tags of the same sentences.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { prouie, root } from '../outcome.mjs';
import { call } from '../programs.mjs';

/** Which cell of a line is the token; the tag is at the other end. */
const TOKEN_CELL = { columns: 0, 'columns-tag-first': -1 };

/**
 * @typedef {object} Corpus
 * @property {string} id of its card
 * @property {Record<string, string>} labels from the source's labels to those of the prompt
 * @property {{ format: string, files: Record<string, readonly string[]> }} layout
 */

/** The corpora that are there with a split to train on and one to test on. @returns {Corpus[]} */
export function findCorpora(folder) {
  const cards = readdirSync(join(root, 'data')).filter((name) => name.endsWith('.yaml'));
  return cards.sort().flatMap((name) => {
    const { id, task, labelMap = {}, layouts } = parse(readFileSync(join(root, 'data', name), 'utf8'));
    const layout = layouts.find(
      ({ format, files: { train, test } }) =>
        format in TOKEN_CELL &&
        [train, test].every((paths) => paths?.every((path) => existsSync(join(folder, path)))),
    );
    return task === 'ner' && layout !== undefined ? [{ id, labels: labelMap, layout }] : [];
  });
}

/**
 * Writes a corpus as JSON lines into `place`: `examples` (the test split with its gold), `rows` and `prompts` (what a model
 * is trained on and asked), `tagged` and `tokens` (the same sentences for CRFsuite).
 * @param {Corpus} corpus
 */
export function writeCorpus(folder, { id, labels, layout }, place) {
  call(process.execPath, [prouie, 'data', 'import', id, '--from', folder, '--out', place]);
  const splits = Object.fromEntries(
    ['train', 'test'].map((split) => {
      const examples = readLines(join(place, `${split}.jsonl`));
      const sentences = layout.files[split].flatMap((path) =>
        readSentences(join(folder, path), layout.format),
      );
      return [split, examples.map((example, at) => tagged(example, sentences[at], labels))];
    }),
  );
  const encoded = (split) =>
    readText(call(process.execPath, [prouie, 'encode', '--style', 'cm', join(place, `${split}.jsonl`)]));
  return {
    id,
    train: splits.train.length,
    test: splits.test.length,
    examples: join(place, 'test.jsonl'),
    rows: writeLines(join(place, 'rows.jsonl'), encoded('train')),
    prompts: writeLines(join(place, 'prompts.jsonl'), encoded('test')),
    tagged: writeLines(join(place, 'tagged.jsonl'), splits.train),
    tokens: writeLines(
      join(place, 'tokens.jsonl'),
      splits.test.map(({ id: row, tokens }) => ({ id: row, tokens })),
    ),
  };
}

/** A sentence's tokens with tags of the prompt's labels, which have to say what the example says. */
function tagged({ id, text, gold }, sentence, labels) {
  const tokens = sentence?.map(({ token }) => token) ?? [];
  const tags =
    sentence?.map(({ tag }) => tag.replace(/(?<=^[BI]-).*/, (label) => labels[label] ?? label)) ?? [];
  const found = entitiesOf(tokens, tags);
  if (tokens.join(' ') !== text || !isDeepStrictEqual(found, gold.entities))
    throw new Error(`${id}: the columns and the example differ`);
  return { id, tokens, tags };
}

function entitiesOf(tokens, tags) {
  const entities = [];
  tags.forEach((tag, at) => {
    if (tag === 'O') return;
    const goesOn = tag.startsWith('I-') && tags[at - 1]?.slice(2) === tag.slice(2);
    if (goesOn) entities.at(-1).text += ` ${tokens[at]}`;
    else entities.push({ type: tag.slice(2), text: tokens[at] });
  });
  return entities;
}

function readSentences(file, format) {
  const sentences = [[]];
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const cells = line.split(line.includes('\t') ? '\t' : /\s+/).map((cell) => cell.trim());
    const token = cells.at(TOKEN_CELL[format]);
    if (line.trim() === '' || cells.includes('-DOCSTART-')) sentences.push([]);
    else if (token !== '') sentences.at(-1).push({ token, tag: cells.at(-1 - TOKEN_CELL[format]) });
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

/** @returns {object[]} */
export function readLines(file) {
  return readText(readFileSync(file, 'utf8'));
}

function readText(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** @returns {string} the file */
export function writeLines(file, records) {
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return file;
}
