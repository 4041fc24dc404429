import { existsSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { environmentFolder, environmentsFolder, interpreterIn, readMarker } from './environment-folder.ts';
import { type EnvironmentName, type EnvironmentSetting, environmentSetting } from './environment-settings.ts';
import { locked } from './locked.ts';

/** Where Python programs are found. */
export interface PythonPlace {
  readonly name: EnvironmentName;
  /** Words before every program: those that enter a container or load modules, else none. */
  readonly container: readonly string[];
  /** The interpreter: a path, or in a container a name there. */
  readonly python: string;
  /** The folder of the environment's programs, first on the path; undefined where a container or modules bring them. */
  readonly programs: string | undefined;
}

/**
 * The place of an environment as a profile's group `environments` has it, else of the one that `prouie env create` made.
 *
 * @param env the variables that say where environments are kept
 * @throws ProuieError PROUIE_ENVIRONMENT_MISSING where there is no interpreter; PROUIE_ENVIRONMENT_SETTINGS for
 *   settings that are none
 */
export function findEnvironment(
  name: EnvironmentName,
  settings: { readonly [name: string]: unknown } | undefined,
  env: { readonly [name: string]: string | undefined } = process.env,
): PythonPlace {
  const { container = [], modules, python } = readSetting(name, settings?.[name] ?? null) ?? {};
  const entered = [...(modules === undefined ? [] : loadingModules(modules)), ...container];
  if (entered.length > 0) {
    return { name, container: entered, python: python ?? 'python3', programs: undefined };
  }
  if (python !== undefined) {
    if (!isAbsolute(python) || !existsSync(python)) {
      throw new ProuieError(
        'PROUIE_ENVIRONMENT_MISSING',
        `The Python environment ${name} should be reached by ${python}, and ${isAbsolute(python) ? 'there is no such file' : 'that is no absolute path'}.`,
        { hint: `Give the whole path of an interpreter at \`languageModel.environments.${name}.python\`.` },
      );
    }
    return { name, container: [], python, programs: dirname(python) };
  }
  return createdEnvironment(name, env);
}

/** `module` is a function of login shells; what comes behind these words is run where the modules are loaded. */
function loadingModules(modules: readonly string[]): readonly string[] {
  return ['bash', '-l', '-c', `module load ${modules.join(' ')} && exec "$0" "$@"`];
}

function createdEnvironment(
  name: EnvironmentName,
  env: { readonly [name: string]: string | undefined },
): PythonPlace {
  const root = environmentsFolder(env);
  const folder = environmentFolder(root, name, locked[name].digest);
  const python = interpreterIn(folder);
  if (readMarker(folder) === undefined || !existsSync(python)) {
    throw new ProuieError(
      'PROUIE_ENVIRONMENT_MISSING',
      `The Python environment ${name} is not there, or only half of it: ${folder}.`,
      {
        hint: `Make it with \`prouie env create ${name}${name === 'easyr1' ? ' --checkout DIR' : ''}\`, or name an interpreter at \`languageModel.environments.${name}.python\` in the profile.`,
      },
    );
  }
  return { name, container: [], python, programs: dirname(python) };
}

function readSetting(name: string, setting: unknown): EnvironmentSetting {
  const read = environmentSetting.safeParse(setting);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ProuieError(
    'PROUIE_ENVIRONMENT_SETTINGS',
    `\`languageModel.environments.${[name, ...(issue?.path ?? [])].join('.')}\` cannot be read: ${issue?.message}.`,
    {
      hint: 'It takes `python: PATH`, `container: [WORDS]`, `modules: [NAMES]` and `versions: {PACKAGE: VERSION}`, or nothing.',
    },
  );
}
