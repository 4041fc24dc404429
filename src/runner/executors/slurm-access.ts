import type { SlurmCommands } from './slurm-commands.ts';

/** The programs of SLURM, loaded when they are first needed: most commands never ask. */
export type SlurmAccess = () => Promise<SlurmCommands>;

export function slurmOnDemand(env: { readonly [name: string]: string | undefined }): SlurmAccess {
  let commands: Promise<SlurmCommands> | undefined;
  return () => {
    commands ??= import('./slurm-commands.ts').then(({ SlurmCommands }) => new SlurmCommands(env, []));
    return commands;
  };
}
