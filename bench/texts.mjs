// Invented short texts as JSON lines, for measurements of `prouie predict`: node bench/texts.mjs [COUNT]
const SUBJECTS = [
  'the parser',
  'a new model',
  'our method',
  'speech search',
  'hand-written rules',
  'the corpus',
  'noisy labels',
  'a small grammar',
];
const VERBS = ['is used for', 'improves', 'is part of', 'is compared with', 'evaluates'];

const count = Number(process.argv[2] ?? 100_000);
for (let at = 0; at < count; at += 1000) {
  const lines = Array.from({ length: Math.min(1000, count - at) }, (_, offset) => {
    const number = at + offset;
    const subject = SUBJECTS[number % SUBJECTS.length];
    const object = SUBJECTS[(number * 5 + 3) % SUBJECTS.length];
    const verb = VERBS[(number * 7) % VERBS.length];
    const text = `We show that ${subject} number ${number} ${verb} ${object} in ${1900 + (number % 120)} .`;
    return `${JSON.stringify({ id: `q${number}`, text })}\n`;
  });
  if (!process.stdout.write(lines.join('')))
    await new Promise((resolve) => process.stdout.once('drain', resolve));
}
