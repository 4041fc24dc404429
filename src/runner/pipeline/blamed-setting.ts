import { dirname, join } from 'node:path';
import { isProuieError, ProuieError } from '../../errors.ts';
import { profileFile } from './pipeline-context.ts';
import type { Workspace } from './workspace.ts';

/**
 * Reads what depends on a profile. An error in a profile that flags changed names the flag whose it is: the file's lines
 * do not hold what it is about.
 *
 * @param read with the settings that it is to read under; called again with others where it fails
 * @throws ProuieError that of `read`, at `--set PATH=VALUE` where the file alone would not give it
 */
export async function blamingSettings<T>(
  workspace: Workspace,
  read: (settings: readonly string[]) => Promise<T>,
): Promise<T> {
  const { settings } = workspace;
  try {
    return await read(settings);
  } catch (cause) {
    if (settings.length === 0 || !isProuieError(cause) || !isInProfile(cause, workspace)) throw cause;
    const without = await failureOf(read, []);
    if (isSame(without, cause)) throw without;
    const { code, message, hint } = cause;
    const location = { file: `--set ${await blamedSetting(cause, settings, read)}` };
    throw new ProuieError(code, message, { hint, location, cause });
  }
}

/** A pipeline without profiles has one of that name, and no file; one that calls the recipe, one of the package besides. */
function isInProfile({ location }: ProuieError, workspace: Workspace): boolean {
  const file = location?.file;
  if (file === undefined) return false;
  return (
    file === profileFile(workspace) ||
    file === workspace.profile ||
    dirname(file) === join(workspace.packageRoot, 'pipelines', 'profiles')
  );
}

/** The last setting that alone gives the error; where none does, the one with which it came. */
async function blamedSetting(
  cause: ProuieError,
  settings: readonly string[],
  read: (settings: readonly string[]) => Promise<unknown>,
): Promise<string> {
  for (const setting of settings.toReversed())
    if (isSame(await failureOf(read, [setting]), cause)) return setting;
  let count = settings.length;
  while (count > 1 && isSame(await failureOf(read, settings.slice(0, count - 1)), cause)) count--;
  return settings[count - 1]!;
}

async function failureOf(
  read: (settings: readonly string[]) => Promise<unknown>,
  settings: readonly string[],
): Promise<unknown> {
  try {
    await read(settings);
    return undefined;
  } catch (cause) {
    return cause;
  }
}

function isSame(other: unknown, { code, message }: ProuieError): boolean {
  return isProuieError(other) && other.code === code && other.message === message;
}
