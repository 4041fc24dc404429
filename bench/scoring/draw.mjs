// Numbers and words by chance, the same ones for the same seed on every machine.
const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ren',
  'tu',
  'sa',
  'vel',
  'o',
  'ni',
  'bra',
  'dor',
  'e',
  'fi',
  'gal',
  'hu',
  'jo',
];

/** @param {number} seed */
export function drawer(seed) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const between = (least, most) => least + below(most - least + 1);
  const word = () => {
    const text = Array.from({ length: between(2, 4) }, () => SYLLABLES[below(16)]).join('');
    return below(5) === 0 ? text[0].toUpperCase() + text.slice(1) : text;
  };
  return {
    below,
    between,
    one: (choices) => choices[below(choices.length)],
    /** Different words. */
    words: (count) => {
      const chosen = new Set();
      while (chosen.size < count) chosen.add(word());
      return [...chosen];
    },
  };
}
