import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { stampOf } from '../../identity/file-memory.ts';
import { dependencyFile } from '../../identity/packages.ts';
import type { PipelineContext, ProfileSource } from '../../pipeline.ts';
import { didYouMean } from '../../suggest.ts';
import { divideProfile, type ExecutorSource, readProfile } from './profile.ts';
import { namesIn, type Question } from './questions.ts';
import { FOLDER_PIPELINE, FOLDER_PROFILE, type Workspace } from './workspace.ts';

/** Where the settings of a pipeline lie. */
export function profileFile(workspace: Workspace): string {
  return join(profileFolder(workspace), `${workspace.profile}.yaml`);
}

/**
 * What a pipeline may look at.
 *
 * @param questions takes what it asks
 * @throws ProuieError PROUIE_PROFILE_UNKNOWN, PROUIE_USAGE for a setting that cannot be made
 */
export async function pipelineContext(workspace: Workspace, questions: Question[]): Promise<PipelineContext> {
  const seen = new Set<string>();
  const exists = (path: string): boolean => {
    const stamp = stampOf(path);
    if (!seen.has(path)) questions.push({ kind: 'file', path, stamp: stamp ?? null });
    seen.add(path);
    return stamp !== undefined;
  };
  const readText = (path: string): string => {
    if (!exists(path))
      throw new ProuieError('PROUIE_FILE_MISSING', `There is no file ${path}.`, {
        hint: 'The pipeline needs it.',
        location: { file: path },
      });
    return readFileSync(path, 'utf8');
  };
  const { pipeline: profile } = await divideProfile(
    await profileOf(workspace, (file) => (exists(file) ? readText(file) : missingProfile(workspace))),
  );
  return {
    profile,
    dataFolder: workspace.dataFolder,
    packagePath: (path) => join(workspace.packageRoot, path),
    dataPath: (path) => join(workspace.dataFolder ?? workspace.folder, path),
    path: (path) => resolve(dirname(workspace.pipelineFile), path),
    dependencyPath: (specifier) => {
      const path = dependencyFile(specifier, workspace.packageRoot);
      // Asked, so that a graph in which it lies elsewhere is not reused once it is moved.
      exists(path);
      return path;
    },
    exists,
    readText,
    list: (path) => {
      const names = namesIn(path);
      questions.push({ kind: 'folder', path, names });
      return names === '' ? [] : names.split('\n');
    },
  };
}

/** What a workspace's profile says of where nodes run; undefined where it leaves that to this machine. */
export async function executorSource(workspace: Workspace): Promise<ExecutorSource | undefined> {
  const profile = await profileOf(workspace, (file) =>
    existsSync(file) ? readFileSync(file, 'utf8') : missingProfile(workspace),
  );
  return (await divideProfile(profile)).executor;
}

function profileOf(workspace: Workspace, read: (file: string) => string): Promise<ProfileSource> {
  const file = profileFile(workspace);
  const text = read(file);
  return readProfile(workspace.profile, text === '' ? undefined : file, text, workspace.settings);
}

function profileFolder(workspace: Workspace): string {
  return join(dirname(workspace.pipelineFile), 'profiles');
}

/** A pipeline without profiles runs under any name; one with profiles knows its own. */
function missingProfile(workspace: Workspace): string {
  const folder = profileFolder(workspace);
  const known = profilesIn(folder);
  if (known.length === 0) return '';
  // Of a name that no profile has, neither the pipeline of the folder nor the recipe is meant more than the other.
  const beside = workspace.besideOwn ? profilesIn(join(workspace.folder, 'profiles')) : undefined;
  const own = beside === undefined ? [] : [...new Set([FOLDER_PROFILE, ...beside])];
  const names =
    beside === undefined
      ? `Known profiles: ${known.join(', ')}.`
      : `${FOLDER_PIPELINE} here has ${own.join(', ')}; the recipe has ${known.join(', ')}.`;
  throw new ProuieError('PROUIE_PROFILE_UNKNOWN', `There is no profile "${workspace.profile}".`, {
    hint: didYouMean(workspace.profile, [...own, ...known]) ?? names,
    location: {
      file:
        beside === undefined
          ? folder
          : join(workspace.folder, beside.length > 0 ? 'profiles' : FOLDER_PIPELINE),
    },
  });
}

function profilesIn(folder: string): readonly string[] {
  return namesIn(folder)
    .split('\n')
    .flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -5)] : []));
}
