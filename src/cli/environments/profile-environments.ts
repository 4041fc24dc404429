import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { environmentSettings } from '../../engines/python/environment-settings.ts';
import { profileFile } from '../../runner/pipeline/pipeline-context.ts';
import { readProfile } from '../../runner/pipeline/profile.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';
import { readSettings } from '../../settings.ts';

/** The parts of a profile that say which environments its engines need, and where they are. All else is not looked at. */
const schema = z.looseObject({
  engine: z.string().optional(),
  languageModel: z
    .looseObject({
      environments: environmentSettings.optional(),
      trl: z.looseObject({ version: z.string().optional() }).optional(),
    })
    .optional(),
});

export type ProfileEnvironments = z.output<typeof schema>;

/**
 * What a workspace's profile says of Python environments; nothing where there is no such profile.
 *
 * @throws ProuieError PROUIE_YAML, PROUIE_INVALID
 */
export async function readProfileEnvironments(workspace: Workspace): Promise<ProfileEnvironments> {
  const file = profileFile(workspace);
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  return readSettings(await readProfile(workspace.profile, file, text, workspace.settings), schema);
}
