// The tools that take long to start or to look at each node.
import { turbo, wireit } from './npm-tools.mjs';
import { dvc, redun, snakemake } from './python-tools.mjs';

export const slowTools = [turbo, snakemake, wireit, dvc, redun];
