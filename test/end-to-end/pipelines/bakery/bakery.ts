import { file, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/** Grain to flour by a step of its own, flour to dough and dough to bread by commands. */
export const pipeline: Pipeline = ({ path, profile }) => {
  const { coarseness = 1, threads = 1 } = (parse(profile.text) ?? {}) as {
    readonly coarseness?: number;
    readonly threads?: number;
  };
  const flour = node({
    name: 'flour',
    step: './mill',
    params: { coarseness, threads },
    inputs: { grain: file(path('grain.txt')) },
  });
  const dough = node({
    name: 'dough',
    step: 'command',
    params: { argv: ['sh', '-c', 'echo water; cat {in:flour}'], stdout: 'dough' },
    inputs: { flour: output(flour, 'flour') },
    outputs: { dough: 'text' },
  });
  const bread = node({
    name: 'bread',
    step: 'command',
    params: { argv: ['sh', '-c', 'cat {in:dough}; echo heat'], stdout: 'bread' },
    inputs: { dough: output(dough, 'dough') },
    outputs: { bread: 'text' },
    results: { 'bread.txt': 'bread' },
  });
  return [flour, dough, bread];
};
