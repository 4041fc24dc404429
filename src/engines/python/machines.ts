import { execa } from 'execa';
import { ProuieError } from '../../errors.ts';
import type { DeviceSettings } from './devices.ts';
import { freePort } from './free-port.ts';

type Variables = { readonly [name: string]: string | undefined };

/** How the trainer is started on the machines of a job. */
export interface Launch {
  /** Words before the program; none on one machine. */
  readonly launcher: readonly string[];
  readonly env: { readonly [name: string]: string };
}

/** Gives each machine its rank, and then becomes the program. */
const WITH_RANK = ['bash', '-c', 'NODE_RANK=$SLURM_NODEID exec "$@"', 'bash'] as const;

/**
 * Starts a trainer on every machine of this SLURM job: `srun` runs it once on each, with the variables that it hands to
 * torchrun (LLaMA-Factory, `launcher.py`: NNODES, NODE_RANK, MASTER_ADDR, MASTER_PORT). The first machine of the job,
 * where this process is, is the master.
 *
 * @param nodes machines that the request was made for
 * @throws ProuieError PROUIE_MACHINES where this is no job of so many machines
 */
export async function launchOf(
  nodes: number,
  { trainer, option, resource }: DeviceSettings,
  env: Variables = process.env,
): Promise<Launch> {
  if (nodes === 1) return { launcher: [], env: {} };
  const there = env['SLURM_JOB_ID'] === undefined ? undefined : Number(env['SLURM_JOB_NUM_NODES']);
  if (there !== nodes) {
    throw new ProuieError(
      'PROUIE_MACHINES',
      `${trainer} is to run on ${nodes} machines, but ${
        there === undefined ? 'this is no job of SLURM' : `this job has ${there}`
      }.`,
      {
        hint: `Ask for ${nodes} with \`${resource}\` and \`executor: {kind: slurm}\`, or lower \`${option}\`; the latter changes which rows make a step, and so the run.`,
      },
    );
  }
  const processors = env['SLURM_CPUS_PER_TASK'];
  return {
    launcher: [
      'srun',
      `--nodes=${nodes}`,
      `--ntasks=${nodes}`,
      '--ntasks-per-node=1',
      // srun does not take this over from its job.
      ...(processors === undefined ? [] : [`--cpus-per-task=${processors}`]),
      '--kill-on-bad-exit=1',
      '--export=ALL',
      ...WITH_RANK,
    ],
    env: {
      NNODES: String(nodes),
      MASTER_ADDR: await firstMachine(env['SLURM_JOB_NODELIST'] ?? ''),
      MASTER_PORT: String(await freePort()),
    },
  };
}

async function firstMachine(list: string): Promise<string> {
  const {
    stdout = '',
    failed,
    originalMessage,
  } = await execa('scontrol', ['show', 'hostnames', list], {
    reject: false,
    timeout: 60_000,
  });
  const [first = ''] = stdout.split('\n');
  if (!failed && first !== '') return first;
  throw new ProuieError(
    'PROUIE_MACHINES',
    `SLURM does not say which machines "${list}" are${originalMessage === undefined ? '' : `: ${originalMessage}`}.`,
    { hint: 'Try `scontrol show hostnames` on a machine of the cluster; then run again.' },
  );
}
