import { node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/** A chain of nodes that each write about four times the setting `bytes`, and one that counts the bytes of the first. */
export const pipeline: Pipeline = ({ profile }) => {
  const { bytes, count = 8 } = parse(profile.text) as { readonly bytes: number; readonly count?: number };
  const parcels = Array.from({ length: count }, (_, at) =>
    node({
      name: `parcel/${at}`,
      step: './parcel',
      params: { name: `parcel ${at}`, bytes },
      inputs: at === 0 ? {} : { before: output(`parcel/${at - 1}`, 'folder') },
    }),
  );
  const weight = node({
    name: 'weight',
    step: 'command',
    params: { argv: ['sh', '-c', 'cat {in:folder}/a.txt {in:folder}/deep/b.txt | wc -c'], stdout: 'bytes' },
    inputs: { folder: output('parcel/0', 'folder') },
    outputs: { bytes: 'text' },
  });
  return [...parcels, weight];
};
