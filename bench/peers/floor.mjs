// The floor: what a runner in Node pays at least for a run that has nothing to do. It reads its state as objects from one
// JSON file, asks the file system about each source and output, and computes each node's key.
// node floor.mjs             exits with 1 unless every file is as it was
// node floor.mjs init SIZE   writes the state from the files in in/ and out/
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = (path) => {
  const { size, mtimeMs, ctimeMs, ino } = lstatSync(path);
  return { size, mtimeMs, ctimeMs, ino };
};
const keyOf = (node) =>
  createHash('sha256')
    .update(JSON.stringify([node.command, node.source.digest, node.below]))
    .digest('hex');

if (process.argv[2] === 'init') {
  const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const of = (path) => ({ path, digest: digest(path), ...stamp(path) });
  const size = Number(process.argv[3]);
  const nodes = Array.from({ length: size }, (_, index) => {
    const below = index < size / 10 ? [] : [index - size / 10, index - size / 10 + 1];
    const node = {
      name: `n/${index}`,
      command: `sed '/^#/d' {in:source} | sha256sum # ${index}`,
      source: of(`in/${index}`),
      output: of(`out/${index}`),
      below: below.map((one) => digest(`out/${one}`)),
    };
    return { ...node, key: keyOf(node) };
  });
  writeFileSync('floor.json', JSON.stringify(nodes));
} else {
  const isSame = (was, is) =>
    was.size === is.size && was.mtimeMs === is.mtimeMs && was.ctimeMs === is.ctimeMs && was.ino === is.ino;
  const nodes = JSON.parse(readFileSync('floor.json', 'utf8'));
  const fresh = nodes.filter(
    (node) =>
      node.key === keyOf(node) &&
      isSame(node.source, stamp(node.source.path)) &&
      isSame(node.output, stamp(node.output.path)),
  ).length;
  console.log(`${fresh} of ${nodes.length} fresh`);
  if (fresh < nodes.length) process.exitCode = 1;
}
