import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ProuieError } from '../../errors.ts';
import { quoteForShell } from '../../shell-words.ts';
import { replaceFile } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { jobFiles, nameJob, readStart, voidJob } from './slurm-job.ts';
import { jobScript } from './slurm-script.ts';
import type { SlurmSettings } from './slurm-settings.ts';

export interface ControllerJobOptions {
  readonly settings: SlurmSettings;
  readonly store: string;
  /** The job's name, as `nameControllerJob` makes it. */
  readonly name: string;
  /** The program with its arguments. */
  readonly command: readonly string[];
  /** Where the program is called. */
  readonly folder: string;
}

/** Between an error of sbatch and a look whether there is a job all the same; and between two tries to be begun again. */
const PAUSE_MILLISECONDS = 1_000;
/** How often SLURM is asked to begin a controller again. */
const REQUEUES = 5;

/** Unique for all time: what the job is found by. */
export function nameControllerJob(): string {
  return nameJob('controller');
}

/**
 * Hands a controller to SLURM. Its job is told `warning` seconds before its time is up, and may be begun again; the jobs
 * of its nodes are handed over by itself, and are as those of any run.
 *
 * @returns the job's id
 * @throws ProuieError PROUIE_SBATCH where SLURM did not take it
 */
export async function submitController(
  { settings, store, name, command, folder: cwd }: ControllerJobOptions,
  commands: SlurmCommands,
): Promise<string> {
  const folder = storePaths.job(store, name);
  const script = jobScript({
    name,
    folder,
    resources: {},
    command,
    settings: controllerSettings(settings, cwd),
  });
  const file = join(folder, jobFiles.script);
  replaceFile(file, script);
  const answer = await commands.submit(file);
  if (answer.ok) return answer.value;
  // The error may be about the answer alone: the job can be in the queue all the same.
  await delay(PAUSE_MILLISECONDS);
  const queue = await commands.queue();
  const found = queue.ok ? queue.value.find((entry) => entry.name === name) : undefined;
  if (found !== undefined) return found.id;
  voidJob(folder);
  throw new ProuieError('PROUIE_SBATCH', `SLURM did not take the controller's job: ${answer.says}`, {
    hint: 'See `executor` and its part `controllerJob` in the profile; `--set executor.controller=process` stays on this machine.',
    location: { file },
  });
}

/** The settings of nodes, less what is theirs alone: a controller calls SLURM, which a container does not have. */
function controllerSettings(settings: SlurmSettings, cwd: string): SlurmSettings {
  const { partition = settings.partition, cpu, memory, time } = settings.controllerJob;
  // Without a limit of its own it has that of the partition, of which it is told, too.
  const signal = time === undefined ? [`--signal=B:USR2@${Math.ceil(settings.warning)}`] : [];
  return {
    ...settings,
    partition,
    defaults: { cpu, memory, time },
    container: [],
    requeue: true,
    setup: [...settings.setup, `cd ${quoteForShell(cwd)}`],
    options: [...settings.options, ...signal],
  };
}

/**
 * Has SLURM begin the job of this process again, since its time is nearly up.
 *
 * @throws ProuieError PROUIE_REQUEUE where it does not
 */
export async function requeueController(store: string, name: string, commands: SlurmCommands): Promise<void> {
  const id = readStart(storePaths.job(store, name));
  let says = 'it has no id';
  for (let left = id === undefined ? 0 : REQUEUES; left > 0; left--) {
    const answer = await commands.requeue(id!);
    if (answer.ok) return;
    ({ says } = answer);
    // A busy SLURM may answer the next time, and there is time until the job is ended.
    if (left > 1) await delay(PAUSE_MILLISECONDS);
  }
  throw new ProuieError(
    'PROUIE_REQUEUE',
    `The controller's time is up, and SLURM does not begin its job again: ${says}`,
    {
      hint: 'Jobs of nodes go on. `prouie run --detach` looks after them; `controllerJob: {time: SECONDS}` in the profile gives a controller more time.',
    },
  );
}
