// Invented sentences with annotations, and answers to them that are partly right. In a sentence of NER no word stands twice,
// so a text is one span; and no text holds a comma, bar, colon or semicolon, so there is one way to read an answer.
import { drawer } from './draw.mjs';

/** One answer in this many is a sentence instead of a JSON object. */
const MALFORMED_EVERY = 101;
const SETS = {
  ner: [4, 7, 12, 18].map((count) => names('entity', count)),
  re: [5, 8, 12, 24].map((count) => names('relation', count)),
  ee: [3, 5, 8, 16].map((count) => names('event', count)),
};
const ROLES = names('role', 6);

/**
 * @typedef {object} Row an example as `prouie data import` writes it, and an answer to it
 * @property {object} example
 * @property {string} output the answer as a model writes it
 */

/**
 * @param {'ner' | 're' | 'ee'} task
 * @param {number} count
 * @param {number} sets in how many data sets the rows are, in equal parts, one after the other
 * @returns {Row[]}
 */
export function makeRows(task, count, sets = 1, seed = 1) {
  const draw = drawer(seed);
  const make = { ner: entityRow, re: relationRow, ee: eventRow }[task];
  return Array.from({ length: count }, (_, at) => {
    const set = Math.floor((at * sets) / count);
    const types = SETS[task][set % 4];
    const { text, schema, gold, values } = make(draw, types);
    const example = { id: `${at}`, dataset: `${task}-${set}`, task, split: 'test', text, schema, gold };
    const isMalformed = at % MALFORMED_EVERY === MALFORMED_EVERY - 1;
    return { example, output: isMalformed ? 'There is nothing to be found here.' : JSON.stringify(values) };
  });
}

function entityRow(draw, types) {
  const words = draw.words(draw.between(12, 40));
  const gold = [];
  for (let at = draw.below(6); at < words.length; at += draw.between(2, 12)) {
    const end = Math.min(words.length, at + draw.between(1, 4));
    gold.push([draw.one(types), at, end]);
    at = end;
  }
  const found = gold.flatMap(([type, first, end], at) => {
    const luck = draw.below(100);
    if (luck < 70) return [[type, first, end]];
    if (luck < 78) return [[draw.one(types), first, end]];
    if (luck < 86) return [[type, first, Math.max(first + 1, end - 1)]];
    const next = gold[at + 1]?.[1] ?? words.length;
    return luck < 92 && end < next ? [[draw.one(types), end, end + 1]] : [];
  });
  const textOf = ([, first, end]) => words.slice(first, end).join(' ');
  const values = Object.fromEntries(
    types.map((type) => [
      type,
      found
        .filter((span) => span[0] === type)
        .map(textOf)
        .join(' | '),
    ]),
  );
  const entities = gold.map((span) => ({ type: span[0], text: textOf(span) }));
  return { text: words.join(' '), schema: { types }, gold: { entities }, values };
}

function relationRow(draw, types) {
  const mentions = Array.from({ length: draw.between(2, 6) }, () => draw.words(draw.between(1, 3)).join(' '));
  const text = mentions.map((mention) => `${mention} ${draw.words(draw.between(2, 6)).join(' ')}`).join(' ');
  const one = () => ({ type: draw.one(types), head: draw.one(mentions), tail: draw.one(mentions) });
  const gold = distinct(Array.from({ length: draw.below(6) }, one));
  const kept = gold.map((relation) => {
    const luck = draw.below(100);
    if (luck < 65) return relation;
    if (luck < 75) return { ...relation, tail: draw.one(mentions) };
    if (luck < 82) return { ...relation, head: relation.tail, tail: relation.head };
    return luck < 90 ? { ...relation, type: draw.one(types) } : one();
  });
  const answered = distinct(
    draw.below(10) === 0 ? [...kept, one()] : kept.slice(draw.below(8) === 0 ? 1 : 0),
  );
  const values = groupBy(answered, ({ head, tail }) => `${head}, ${tail}`, ' | ');
  return { text, schema: { types }, gold: { relations: gold }, values };
}

function eventRow(draw, types) {
  const mentions = Array.from({ length: draw.between(4, 10) }, () =>
    draw.words(draw.between(1, 4)).join(' '),
  );
  const triggers = draw.words(6);
  const text = [...triggers, ...mentions].map((part) => `${part} ${draw.words(3).join(' ')}`).join(' ');
  const argument = () => ({ role: draw.one(ROLES), text: draw.one(mentions) });
  const event = () => ({
    type: draw.one(types),
    trigger: draw.one(triggers),
    arguments: distinct(Array.from({ length: draw.below(6) }, argument)),
  });
  const gold = Array.from({ length: draw.below(6) }, event);
  const answered = gold
    .filter(() => draw.below(12) > 0)
    .map((one) => {
      const luck = draw.below(100);
      const found = one.arguments.filter(() => draw.below(10) > 0);
      if (draw.below(8) === 0) found.push(argument());
      return {
        type: luck < 6 ? draw.one(types) : one.type,
        trigger: luck > 90 ? draw.one(triggers) : one.trigger,
        arguments: distinct(found),
      };
    });
  if (draw.below(20) === 0) answered.push(event());
  const values = groupBy(answered, (one) => `${one.trigger}:${written(one.arguments)}`, ' | ');
  const schema = { types: Object.fromEntries(types.map((type) => [type, ROLES])) };
  return { text, schema, gold: { events: gold }, values };
}

function written(found) {
  return found.map(({ role, text }) => ` ${role}: ${text}`).join(';');
}

function groupBy(items, write, joint) {
  const values = {};
  for (const item of items) {
    const value = values[item.type];
    values[item.type] = value === undefined ? write(item) : `${value}${joint}${write(item)}`;
  }
  return values;
}

function distinct(items) {
  const seen = new Set();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    return seen.has(key) ? false : seen.add(key);
  });
}

function names(kind, count) {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: count }, (_, at) => `${kind} ${letters[at]}${letters[(at * 7 + 3) % 26]}`);
}
