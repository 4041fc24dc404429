import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locked } from '../../../src/engines/python/locked.ts';
import { python } from '../python/python.ts';

/** A Python environment in which EasyR1's stand-in is installed. */
export interface FakeEnvironment {
  readonly folder: string;
  readonly python: string;
  /** What is to go wrong from now on; see `fake-verl/README.md`. */
  disturb(orders: { readonly [order: string]: boolean | number }): void;
  /** Whether the Ray cluster that was started last is still there. */
  clusterLives(): boolean;
}

const { vllm, transformers, torch, ray, tensordict, omegaconf } = locked.easyr1.versions;
const VERSIONS = { verl: '0.3.3.dev0', vllm, transformers, torch, ray, tensordict, omegaconf };

/** @param changes other versions than those of the lock */
export function makeFakeEnvironment(changes: Readonly<Record<string, string>> = {}): FakeEnvironment {
  const folder = mkdtempSync(join(tmpdir(), 'prouie-test-easyr1-'));
  const stand = join(import.meta.dirname, 'fake-verl');
  execFileSync(python!, ['-m', 'venv', '--without-pip', folder]);
  const library = join(folder, 'lib', readdirSync(join(folder, 'lib'))[0]!, 'site-packages');
  writeFileSync(join(library, 'easyr1.pth'), `${stand}\n`);
  for (const [name, version] of Object.entries({ ...VERSIONS, ...changes })) {
    const info = join(library, `${name}-${version}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  }
  symlinkSync(join(stand, 'bin', 'ray'), join(folder, 'bin', 'ray'));
  return {
    folder,
    python: join(folder, 'bin', 'python'),
    disturb: (orders) => writeFileSync(join(folder, 'orders.json'), JSON.stringify(orders)),
    clusterLives: () => existsSync(`/proc/${readFileSync(join(folder, 'ray.pid'), 'utf8')}/exe`),
  };
}
