import { join, resolve } from 'node:path';
import { findEnvironment, type PythonPlace } from '../../engines/python/environment.ts';
import {
  describeEnvironment,
  formatDifference,
  versionDifferences,
} from '../../engines/python/environment-versions.ts';
import { ProuieError } from '../../errors.ts';
import { EXIT } from '../io.ts';
import type { EnvironmentCommand } from './environment-command.ts';
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
    },
    operandCount: [1, 1],
  },
  async run({ args, io, packageRoot }) {
    const name = environmentName(args.operands[0]!);
    const at = args.value('at');
    const place = findEnvironment(
      name,
      args.value('python') === undefined
        ? {}
        : { [name]: { python: resolve(io.cwd, args.value('python')!) } },
      at === undefined ? io.env : { ...io.env, PROUIE_ENVIRONMENTS: resolve(io.cwd, at) },
    );
    const wanted = readVersions(packageRoot, name);
    const { python, packages } = await describeEnvironment(place);
    const differences = versionDifferences(packages, wanted);
    for (const difference of differences) io.stdout.write(`${formatDifference(difference)}\n`);
    const agreeing = Object.keys(wanted).length - differences.length;
    io.stdout.write(`${place.python}: Python ${python}, ${agreeing} packages as locked\n`);
    io.stdout.write(
      `${await smokeTest(place, join(packageRoot, 'src', 'engines', 'python', 'smoke.py'), io.env)}\n`,
    );
    return differences.length === 0 ? EXIT.done : EXIT.failed;
  },
};

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
