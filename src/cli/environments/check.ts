import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findEnvironment, type PythonPlace } from '../../engines/python/environment.ts';
import type { EnvironmentName, EnvironmentSettings } from '../../engines/python/environment-settings.ts';
import {
  describeEnvironment,
  formatDifference,
  versionDifferences,
} from '../../engines/python/environment-versions.ts';
import { ProuieError } from '../../errors.ts';
import { profileFile } from '../../runner/pipeline/pipeline-context.ts';
import { openWorkspace } from '../../runner/pipeline/workspace.ts';
import type { ParsedArguments } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS } from '../node-flags.ts';
import type { EnvironmentCommand } from './environment-command.ts';
import { readProfileEnvironments } from './profile-environments.ts';
import { environmentName, readVersions } from './recipe.ts';
import { runInstaller } from './run-installer.ts';

/** `prouie env check`: versions against the lock, then one step of real work. */
export const check: EnvironmentCommand = {
  commandLine: {
    command: 'env check',
    operands: 'NAME',
    summary:
      'Compares the packages of a Python environment with its lock, imports those that engines use, and does one tiny step with them. Exits with 1 when something differs or does not work.',
    flags: {
      at: { value: 'DIR', description: 'the folder of all environments (else PROUIE_ENVIRONMENTS)' },
      python: {
        value: 'PATH',
        description: 'an interpreter to check in place of the one made by env create',
      },
      profile: {
        value: 'NAME',
        description:
          'check the one that this profile names: its interpreter, container, modules and versions',
      },
      pipeline: GRAPH_FLAGS.pipeline,
      set: GRAPH_FLAGS.set,
    },
    operandCount: [1, 1],
  },
  async run({ args, io, packageRoot }) {
    const name = environmentName(args.operands[0]!);
    const at = args.value('at');
    const settings = await settingsFrom(args, name, io, packageRoot);
    const place = findEnvironment(
      name,
      settings,
      at === undefined ? io.env : { ...io.env, PROUIE_ENVIRONMENTS: resolve(io.cwd, at) },
    );
    const stated = settings[name]?.versions;
    const wanted = stated ?? readVersions(packageRoot, name);
    const { python, packages, commits } = await describeEnvironment(place);
    const differences = versionDifferences({ ...packages, python }, wanted);
    for (const difference of differences) io.stdout.write(`${formatDifference(difference)}\n`);
    const agreeing = Object.keys(wanted).length - differences.length;
    const words = [...place.container, place.python].join(' ');
    const agreed = stated === undefined ? 'packages as locked' : 'versions as the profile states them';
    io.stdout.write(`${words}: Python ${python}, ${agreeing} ${agreed}\n`);
    for (const [checkout, commit] of Object.entries(commits))
      io.stdout.write(`${checkout} ${packages[checkout]} from a checkout, commit ${commit ?? 'unknown'}\n`);
    io.stdout.write(
      `${await smokeTest(place, join(packageRoot, 'src', 'engines', 'python', 'smoke.py'), io.env)}\n`,
    );
    return differences.length === 0 ? EXIT.done : EXIT.failed;
  },
};

/** @throws ProuieError PROUIE_PROFILE_UNKNOWN */
async function settingsFrom(
  args: ParsedArguments,
  name: EnvironmentName,
  io: Io,
  packageRoot: string,
): Promise<EnvironmentSettings> {
  const python = args.value('python');
  if (python !== undefined) return { [name]: { python: resolve(io.cwd, python) } };
  const profile = args.value('profile');
  if (profile === undefined) return {};
  const workspace = openWorkspace(packageRoot, io.cwd, io.env, {
    pipeline: args.value('pipeline'),
    profile,
    data: undefined,
    store: undefined,
    settings: args.values('set'),
  });
  if (!existsSync(profileFile(workspace)))
    throw new ProuieError('PROUIE_PROFILE_UNKNOWN', `There is no profile "${profile}".`, {
      hint: 'Profiles lie in `profiles/` beside the pipeline.',
      location: { file: profileFile(workspace) },
    });
  return (await readProfileEnvironments(workspace)).languageModel?.environments ?? {};
}

async function smokeTest(
  place: PythonPlace,
  script: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { failed, lines } = await runInstaller(
    [...place.container, place.python, script, place.name],
    { ...env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' },
    () => undefined,
  );
  const last = lines.at(-1) ?? 'it said nothing';
  if (!failed) return last;
  throw new ProuieError(
    'PROUIE_ENVIRONMENT_BROKEN',
    `The Python environment ${place.name} does not work: ${last}`,
    { hint: `Remove it, and make it again with \`prouie env create ${place.name}\`.` },
  );
}
