import { existsSync, readFileSync } from 'node:fs';
import type { Versions } from '../../engines/python/requested-versions.ts';
import type { Json } from '../../json.ts';
import { profileFile } from '../../runner/pipeline/pipeline-context.ts';
import { readProfile } from '../../runner/pipeline/profile.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';

/** The parts of a profile that say which environments its engines need, and where they are. */
export interface ProfileEnvironments {
  readonly engine?: string;
  readonly languageModel?: {
    readonly environments?: { readonly [name: string]: Json };
    readonly trl?: { readonly version?: string };
  };
}

/** What a workspace's profile says of Python environments; nothing where there is no such profile. */
export async function readProfileEnvironments(workspace: Workspace): Promise<ProfileEnvironments> {
  const file = profileFile(workspace);
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  const profile = await readProfile(workspace.profile, file, text, workspace.settings);
  const { parse } = await import('yaml');
  return (parse(profile.text) as ProfileEnvironments | null) ?? {};
}

/** The versions that a setting of `languageModel.environments` states; undefined where it states none. */
export function statedVersions(setting: Json | undefined): Versions | undefined {
  return (setting as { readonly versions?: Versions } | null | undefined)?.versions;
}
