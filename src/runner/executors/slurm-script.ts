import type { Resources } from '../../graph/node.ts';
import { quoteForShell } from '../../shell-words.ts';
import { writeTaskList } from './slurm-array.ts';
import { jobFiles, taskOutput, taskStart } from './slurm-job.ts';
import type { SlurmSettings } from './slurm-settings.ts';

/** All that a job's script says. */
export interface ScriptParts {
  readonly name: string;
  /** The job's folder, where its output goes and its start is noted. */
  readonly folder: string;
  readonly resources: Resources;
  /** The program with its arguments, before the container's words are put in front. */
  readonly command: readonly string[];
  /** Of a job array: its tasks. The command ends in a flag, which each task follows by its number. */
  readonly shards?: readonly number[] | undefined;
  readonly settings: SlurmSettings;
}

/** The options of sbatch for a job, each as one word. */
function sbatchOptions({ name, folder, resources, shards, settings }: ScriptParts): string[] {
  const { partition, account, qos, constraint, reservation, defaults, warning, requeue, shardsAtOnce } =
    settings;
  const cpu = resources.cpu ?? defaults.cpu;
  const memory = resources.memory ?? defaults.memory;
  const time = resources.time ?? defaults.time;
  const nodes = resources.nodes ?? 1;
  const option = (key: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${key}=${value}`];
  const output = shards === undefined ? jobFiles.output : taskOutput('%A_%a');
  return [
    `--job-name=${name}`,
    ...option('array', shards === undefined ? undefined : writeTaskList(shards, shardsAtOnce)),
    `--chdir=${folder}`,
    `--output=${isReadBySlurm(folder) ? '/dev/null' : `${folder}/${output}`}`,
    '--open-mode=append',
    requeue ? '--requeue' : '--no-requeue',
    ...option('partition', partition),
    ...option('account', account),
    ...option('qos', qos),
    ...option('constraint', constraint),
    ...option('reservation', reservation),
    `--nodes=${nodes}`,
    `--ntasks=${nodes}`,
    ...option('ntasks-per-node', nodes === 1 ? undefined : 1),
    ...option('cpus-per-task', cpu),
    ...option('mem', memory === undefined ? undefined : `${Math.ceil(memory * 1024)}M`),
    ...option(nodes === 1 ? 'gpus' : 'gpus-per-node', resources.gpu),
    // SLURM gives the notice up to a minute early, and counts limits in minutes.
    ...option('time', time === undefined ? undefined : Math.ceil((time + warning) / 60)),
    ...(time === undefined ? [] : [`--signal=B:USR2@${Math.ceil(warning)}`]),
    ...settings.options,
  ];
}

/**
 * The script of a job. Its first act takes the link `start`, which only one can make: a job that was given up, or was
 * submitted twice, ends there without doing anything. A job that begins again finds its own id. Of an array, the first
 * task takes that link, so that the whole is begun or given up, and each task then takes one of its own.
 */
export function jobScript(parts: ScriptParts): string {
  const { folder, settings, command, shards } = parts;
  const words = [
    ...[...settings.container, ...command].map(quoteForShell),
    ...(shards === undefined ? [] : ['"$SLURM_ARRAY_TASK_ID"']),
  ].join(' ');
  return `#!/bin/bash
${sbatchOptions(parts)
  .map((option) => `#SBATCH ${quoteForSbatch(option)}`)
  .join('\n')}

${shards === undefined ? takeJob(folder) : takeTask(folder)}
${settings.setup.length === 0 ? '' : `set -e\n${settings.setup.join('\n')}\nset +e\n`}${words} &
child=$!
trap 'kill -USR2 "$child" 2>/dev/null' USR2
trap 'kill -TERM "$child" 2>/dev/null' TERM
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || exit "$code"
done
`;
}

function takeJob(folder: string): string {
  return `${isReadBySlurm(folder) ? `exec >>${quoteForShell(`${folder}/${jobFiles.output}`)} 2>&1\n` : ''}\
start=${quoteForShell(`${folder}/${jobFiles.start}`)}
if ! ln -sT "$SLURM_JOB_ID" "$start" 2>/dev/null && [[ $(readlink "$start") != "$SLURM_JOB_ID" ]]; then
  echo "Job $SLURM_JOB_ID does nothing: its work belongs to $(readlink "$start")."
  exit 0
fi`;
}

function takeTask(folder: string): string {
  const output = `${quoteForShell(`${folder}/`)}${taskOutput('$id')}`;
  return `id=\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
${isReadBySlurm(folder) ? `exec >>${output} 2>&1\n` : ''}\
job=${quoteForShell(`${folder}/${jobFiles.start}`)}
start=${quoteForShell(`${folder}/`)}${taskStart('$SLURM_ARRAY_TASK_ID')}
ln -sT "$SLURM_ARRAY_JOB_ID" "$job" 2>/dev/null
if [[ $(readlink "$job") == void ]] || { ! ln -sT "$id" "$start" 2>/dev/null && [[ $(readlink "$start") != "$id" ]]; }; then
  echo "Task $id does nothing: its work belongs to $(readlink "$start" || readlink "$job")."
  exit 0
fi`;
}

/** SLURM fills in `%j` and the like in the name of an output file, and has no way to write all others. */
function isReadBySlurm(path: string): boolean {
  return /[%\\]/.test(path);
}

/** A word of a `#SBATCH` line, which SLURM splits at blanks and cuts at `#`. */
function quoteForSbatch(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, '\\$&')}"`;
}
