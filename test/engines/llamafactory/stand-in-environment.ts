import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locked } from '../../../src/engines/python/locked.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { python } from '../python/python.ts';

const here = join(packageRoot, 'test', 'engines', 'llamafactory', 'stand-in');

/** A Python environment in which LLaMA-Factory's stand-in is installed. */
export interface StandInEnvironment {
  readonly folder: string;
  readonly python: string;
  /** What is to go wrong from now on; see `stand-in/llamafactory-cli`. */
  disturb(orders: { readonly [order: string]: boolean | number }): void;
}

/** The program that counts words in place of tokens. */
export const standInLengths = join(here, 'lengths.py');

/** @param changes other versions than those of the lock */
export function makeStandIn(changes: Readonly<Record<string, string>> = {}): StandInEnvironment {
  const folder = mkdtempSync(join(tmpdir(), 'prouie-test-llamafactory-'));
  execFileSync(python!, ['-m', 'venv', '--without-pip', folder]);
  const library = join(folder, 'lib', readdirSync(join(folder, 'lib'))[0]!, 'site-packages');
  const { llamafactory, transformers, tokenizers, datasets, torch } = locked.sft.versions;
  const versions = { llamafactory, transformers, tokenizers, datasets, torch, ...changes };
  for (const [name, version] of Object.entries(versions)) {
    const info = join(library, `${name}-${version}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  }
  symlinkSync(join(here, 'llamafactory-cli'), join(folder, 'bin', 'llamafactory-cli'));
  const disturb: StandInEnvironment['disturb'] = (orders) =>
    writeFileSync(join(folder, 'orders.json'), JSON.stringify(orders));
  disturb({});
  return { folder, python: join(folder, 'bin', 'python'), disturb };
}
