import { randomStream, shuffled } from '../../src/random.ts';
import type { Fault } from './fault-library.ts';
import { groupWrites, type RecordedWrite } from './write-points.ts';

/** A fault at a write of some kind. */
export interface SampledFault {
  readonly kind: string;
  readonly fault: Fault;
}

/** A way in which a write goes wrong, and the calls that can go wrong so; all where left out. */
export interface Way extends Pick<Fault, 'deed' | 'lasting'> {
  readonly calls?: readonly string[];
}

export const KILLS: readonly Way[] = [{ deed: 'kill' }, { deed: 'tear', calls: ['write'] }];

export const ERRORS: readonly Way[] = [
  { deed: 'ENOSPC', lasting: true },
  { deed: 'EIO' },
  { deed: 'EROFS', lasting: true },
  { deed: 'EDQUOT' },
  { deed: 'EMFILE', calls: ['open'] },
];

/** A quilt of 23 nodes: its 1400 writes are of the same 80 kinds as the 3600 of the whole one, which `npm run soak` takes. */
export const SMALL_QUILT = ['--set', 'rows=5', '--set', 'columns=4'];

/** What is drawn when no seed is given. */
const SEED = 1;

export function faultSeed(): number {
  return Number(process.env['PROUIE_FAULT_SEED'] ?? SEED);
}

/** Draws faults: one for every kind of write as far as they reach, and then more, each at another write and in another way. */
export function sampleFaults(
  writes: readonly RecordedWrite[],
  ways: readonly Way[],
  count: number,
  seed: number,
): readonly SampledFault[] {
  const random = randomStream('faults', seed);
  const one = <T>(values: readonly T[]): T => values[random.below(values.length)]!;
  const groups = shuffled([...groupWrites(writes)], random);
  return Array.from({ length: count }, (_, at) => {
    const [kind, group] = groups[at % groups.length]!;
    const { call, role, at: number } = one(group);
    const { deed, lasting = false } = one(ways.filter(({ calls }) => calls?.includes(call) ?? true));
    return { kind, fault: { role, at: number, deed, lasting } };
  });
}

/** What happens, in words for a title. */
export function nameDeed({ deed, lasting }: Fault): string {
  if (deed === 'kill') return 'killed before';
  if (deed === 'tear') return 'killed in the middle of';
  return `${deed}${lasting ? ' from there on' : ''} at`;
}
