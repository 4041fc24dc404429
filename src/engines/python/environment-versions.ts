import { execa } from 'execa';
import { ProuieError } from '../../errors.ts';
import type { PythonPlace } from './environment.ts';
import { packageName } from './lock-versions.ts';
import { type EnvironmentDescription, environmentDescription } from './packages-record.ts';
import { programEnvironment } from './program-environment.ts';
import type { Versions } from './requested-versions.ts';
import { isInRange } from './version-range.ts';

const LIST = `
import importlib.metadata, json, platform, subprocess, urllib.parse
def commit(origin):
    if "vcs_info" in origin:
        return origin["vcs_info"].get("commit_id")
    folder = urllib.parse.unquote(urllib.parse.urlparse(origin["url"]).path)
    try:
        words = ["git", "-C", folder, "rev-parse", "HEAD"]
        return subprocess.run(words, capture_output=True, text=True, timeout=20).stdout.strip() or None
    except (OSError, subprocess.SubprocessError):
        return None
packages, commits = {}, {}
for one in importlib.metadata.distributions():
    name = one.metadata["Name"]
    if not name or not one.version:
        continue
    packages[name] = one.version
    origin = json.loads(one.read_text("direct_url.json") or "{}")
    if "vcs_info" in origin or "dir_info" in origin:
        commits[name] = commit(origin)
print(json.dumps({"python": platform.python_version(), "packages": packages, "commits": commits}))
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
  const description =
    result.failed || answer === undefined
      ? undefined
      : environmentDescription.safeParse(JSON.parse(answer)).data;
  if (description === undefined) {
    const says = result.stderr?.trim().split('\n').at(-1) || result.originalMessage || 'it gave no answer';
    throw new ProuieError(
      'PROUIE_ENVIRONMENT_BROKEN',
      `The interpreter of the Python environment ${place.name} does not work: ${says}.`,
      { hint: `Check \`${[...place.container, place.python].join(' ')} --version\`.`, cause: result.cause },
    );
  }
  const { python, packages, commits } = description;
  return { python, packages: byPackageName(packages), commits: byPackageName(commits) };
}

function byPackageName<T>(table: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(table)
      .map(([name, value]): [string, T] => [packageName(name), value])
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
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
 * @param wanted name of a package, or `python`, to a range of versions
 * @returns what is installed, for the log
 * @throws ProuieError PROUIE_ENVIRONMENT_VERSION that names every difference, PROUIE_ENVIRONMENT_BROKEN
 */
export async function checkVersions(place: PythonPlace, wanted: Versions): Promise<EnvironmentDescription> {
  const description = await describeEnvironment(place);
  const { python, packages } = description;
  const differences = versionDifferences({ ...packages, python }, wanted);
  if (differences.length === 0) return description;
  throw new ProuieError(
    'PROUIE_ENVIRONMENT_VERSION',
    `The Python environment ${place.name} has other versions than the run asks for: ${differences
      .map(formatDifference)
      .join('; ')}.`,
    {
      hint: `Install those in ${place.python}, make the environment with \`prouie env create ${place.name}\`, or state what yours has at \`languageModel.environments.${place.name}.versions\`.`,
    },
  );
}

/** `torch is 2.13.0, not 2.9.1`. */
export function formatDifference({ name, wanted, found }: VersionDifference): string {
  return `${name} is ${found ?? 'missing'}, not ${wanted}`;
}
