import { execa } from 'execa';
import { ProuieError } from '../../errors.ts';
import type { PythonPlace } from './environment.ts';
import { packageName } from './lock-versions.ts';
import { programEnvironment } from './program-environment.ts';
import { isInRange } from './version-range.ts';

/** What is installed in an environment: version of Python, and of each package by its name on PyPI. */
export interface EnvironmentDescription {
  readonly python: string;
  readonly packages: Readonly<Record<string, string>>;
}

const LIST = `
import importlib.metadata, json, platform
packages = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions() if d.metadata["Name"]}
print(json.dumps({"python": platform.python_version(), "packages": packages}))
`;
const TIME_LIMIT_MS = 120_000;

/**
 * Asks the interpreter what is installed; nothing of it is imported.
 *
 * @throws ProuieError PROUIE_ENVIRONMENT_BROKEN where the interpreter does not answer
 */
export async function describeEnvironment(place: PythonPlace): Promise<EnvironmentDescription> {
  const [file = place.python, ...words] = [...place.container, place.python, '-c', LIST];
  const result = await execa(file, words, {
    env: programEnvironment(place, process.env, {}),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: TIME_LIMIT_MS,
  });
  const answer = result.stdout?.split('\n').findLast((line) => line.startsWith('{'));
  if (result.failed || answer === undefined) {
    const says = result.stderr?.trim().split('\n').at(-1) || result.originalMessage || 'it gave no answer';
    throw new ProuieError(
      'PROUIE_ENVIRONMENT_BROKEN',
      `The interpreter of the Python environment ${place.name} does not work: ${says}.`,
      { hint: `Check \`${[...place.container, place.python].join(' ')} --version\`.`, cause: result.cause },
    );
  }
  const { python, packages } = JSON.parse(answer) as EnvironmentDescription;
  return {
    python,
    packages: Object.fromEntries(
      Object.entries(packages)
        .map(([name, version]): [string, string] => [packageName(name), version])
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  };
}

/** A package whose version is not one that was asked for; `found` is undefined where it is not installed. */
export interface VersionDifference {
  readonly name: string;
  readonly wanted: string;
  readonly found: string | undefined;
}

/** What differs between installed packages and the ranges asked for (`4.57.6`, `2.3.*`, `>=4.54,<5`). */
export function versionDifferences(
  installed: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): readonly VersionDifference[] {
  return Object.entries(wanted).flatMap(([name, range]) => {
    const found = installed[packageName(name)];
    return found !== undefined && isInRange(found, range) ? [] : [{ name, wanted: range, found }];
  });
}

/**
 * Sees to it that a run uses the versions that its request names.
 *
 * @param wanted name of a package to a range of versions
 * @returns what is installed, for the log
 * @throws ProuieError PROUIE_ENVIRONMENT_VERSION that names every difference, PROUIE_ENVIRONMENT_BROKEN
 */
export async function checkVersions(
  place: PythonPlace,
  wanted: Readonly<Record<string, string>>,
): Promise<EnvironmentDescription> {
  const description = await describeEnvironment(place);
  const differences = versionDifferences(description.packages, wanted);
  if (differences.length === 0) return description;
  throw new ProuieError(
    'PROUIE_ENVIRONMENT_VERSION',
    `The Python environment ${place.name} has other versions than the run asks for: ${differences
      .map(formatDifference)
      .join('; ')}.`,
    {
      hint: `Install those in ${place.python}, or make the environment with \`prouie env create ${place.name}\`.`,
    },
  );
}

/** `torch is 2.13.0, not 2.9.1`. */
export function formatDifference({ name, wanted, found }: VersionDifference): string {
  return `${name} is ${found ?? 'missing'}, not ${wanted}`;
}
