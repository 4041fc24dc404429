import { z } from 'zod';
import { parseCheckedYaml } from '../../checked-yaml.ts';
import type { ExecutorSource } from '../pipeline/profile.ts';

const positive = z.number().positive();

/**
 * The part `executor` of a profile. It says where nodes run and never what they make, so nothing of it counts for
 * staleness.
 */
const slurm = z.strictObject({
  kind: z.literal('slurm'),
  partition: z.string().optional(),
  account: z.string().optional(),
  qos: z.string().optional(),
  constraint: z.string().optional(),
  reservation: z.string().optional(),
  /** Further options of sbatch, each as one word such as `--exclude=node7`. */
  options: z.array(z.string().regex(/^--?[A-Za-z]/, 'an option begins with a dash')).default([]),
  /** What nodes get that do not say what they need; without a value the cluster decides. */
  defaults: z
    .strictObject({
      cpu: z.int().positive().optional(),
      memory: positive.optional(),
      time: positive.optional(),
    })
    .default({}),
  /** Lines of bash before the node, such as `module load cuda`. */
  setup: z.array(z.string()).default([]),
  /** Words before the command, such as `[apptainer, exec, --nv, image.sif]`. */
  container: z.array(z.string()).default([]),
  /** Variables that are handed on besides PATH, HOME, USER, LOGNAME, LANG, LC_ALL and SLURM_CONF. */
  environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'not the name of a variable')).default([]),
  /** Node's program on the cluster; the one that runs here where left out. */
  node: z.string().optional(),
  /** Where `prouie run --detach` puts the controller: into the background here, or into a job. */
  controller: z.enum(['process', 'job']).default('process'),
  /** What a controller's job asks for; small nodes are made in it. */
  controllerJob: z
    .strictObject({
      cpu: z.int().positive().default(1),
      memory: positive.optional(),
      time: positive.optional(),
      /** The partition of the nodes where left out. */
      partition: z.string().optional(),
    })
    .prefault({}),
  /** Tasks of a job array that run at once; the cluster decides where left out. */
  shardsAtOnce: z.int().positive().optional(),
  /** Jobs in the queue at once; a job array is one. */
  inFlight: z.int().positive().default(40),
  /** Nodes that ask for no cpu, memory or gpu: made here, or many in one job. */
  small: z.enum(['pool', 'batch']).default('pool'),
  batch: z
    .strictObject({
      /** Nodes a job at most. */
      nodes: z.int().positive().default(100),
      /** Jobs with small nodes at once. */
      jobs: z.int().positive().default(4),
      /** Cores of such a job; so many of its nodes run at once. */
      cpu: z.int().positive().default(4),
    })
    .prefault({}),
  /** Whether SLURM may begin a job again that was preempted or lost its node. */
  requeue: z.boolean().default(true),
  /** Further attempts at a node when what failed was the cluster, or when it saved a checkpoint at its time limit. */
  retries: z.int().nonnegative().default(3),
  /** Seconds between a node's time limit, when it is told, and the end of its job. */
  warning: positive.default(300),
  /** Seconds between two questions to the queue. */
  poll: positive.default(30),
  /** Seconds for which files of a job may come late, and a job may be unknown to the queue. */
  patience: positive.default(120),
});

const pool = z.strictObject({ kind: z.literal('pool') });

export type SlurmSettings = z.output<typeof slurm>;
export type ExecutorSettings = SlurmSettings | z.output<typeof pool>;

/** @throws ProuieError PROUIE_INVALID with the place in the profile */
export function readExecutorSettings(source: ExecutorSource): ExecutorSettings {
  const read = <T>(executor: z.ZodType<T>): T =>
    parseCheckedYaml(source.text, source.file, z.looseObject({ executor }), 'profile').value.executor as T;
  const { kind } = read(z.looseObject({ kind: z.enum(['pool', 'slurm']) }));
  return kind === 'pool' ? read(pool) : read(slurm);
}
