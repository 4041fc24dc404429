// What a system reaches after how many steps, on every corpus, and what that takes.
import { median, short } from '../outcome.mjs';
import { run, score, systems } from './systems.mjs';

/** Runs of the usual number of steps; the median is kept. */
const ROUNDS = short ? 1 : 3;

/**
 * @typedef {object} Look a system after some steps
 * @property {number} steps
 * @property {Record<string, { f1: number, training: number, tagging: number, megabytes: number }>} of each corpus, by its
 *   name: F1 in percent, seconds of a core, and the largest resident set
 * @property {number} f1 the mean
 * @property {number} training the sum
 * @property {number} tagging the sum
 */

/** @returns {Look[]} */
export function look(name, corpora) {
  const { usual, looks } = systems[name];
  return (short ? [usual] : looks).map((steps) => {
    console.error(name, steps);
    const runs = corpora.map((corpus) =>
      Array.from({ length: steps === usual ? ROUNDS : 1 }, () => run(name, corpus, steps)),
    );
    const f1 = score(
      corpora,
      runs.map(([first]) => first.answers),
    );
    const of = Object.fromEntries(
      corpora.map(({ id }, at) => {
        const middle = (read) => median(runs[at].map(read));
        const training = middle((one) => one.training.processor);
        const tagging = middle((one) => one.tagging.processor);
        return [id, { f1: f1[id], training, tagging, megabytes: middle((one) => one.megabytes) }];
      }),
    );
    const all = Object.values(of);
    return {
      steps,
      of,
      f1: sum(all.map((one) => one.f1)) / all.length,
      training: sum(all.map((one) => one.training)),
      tagging: sum(all.map((one) => one.tagging)),
    };
  });
}

/**
 * The first look at which a system has this F1 on a corpus.
 * @param {readonly Look[]} curve
 */
export function firstAt(curve, id, f1) {
  return curve.find(({ of }) => of[id].f1 >= f1);
}

export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
