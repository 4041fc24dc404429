import { existsSync, readFileSync } from 'node:fs';
import { findEnvironment } from '../../engines/python/environment.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../engines/python/environment-settings.ts';
import { describeEnvironment, versionDifferences } from '../../engines/python/environment-versions.ts';
import { locked } from '../../engines/python/locked.ts';
import { isProuieError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { profileFile } from '../../runner/pipeline-context.ts';
import { readProfile } from '../../runner/profile.ts';
import type { Workspace } from '../../runner/workspace.ts';
import { type Finding, messageOf, ok, warn } from './finding.ts';

/** The parts of a profile that say which environments its engines need, and where they are. */
interface ProfileEnvironments {
  readonly engine?: string;
  readonly languageModel?: {
    readonly environments?: { readonly [name: string]: Json };
    readonly trl?: { readonly version?: string };
  };
}

/** The Python environments of a profile's engines; none for the embedded one. */
export async function checkEnvironments(
  workspace: Workspace,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const profile = await readEnvironments(workspace);
  const settings = profile.languageModel?.environments ?? {};
  const named = ENVIRONMENT_NAMES.filter(
    (name) => Object.hasOwn(settings, name) || neededBy(profile).includes(name),
  );
  return Promise.all(
    named.map(async (name) => {
      const title = `python ${name}`;
      try {
        const place = findEnvironment(name, settings, env);
        const { python, packages } = await describeEnvironment(place);
        const differing = versionDifferences(packages, locked[name].versions);
        const words = [...place.container, place.python].join(' ');
        if (differing.length === 0) return ok(title, `Python ${python}, ${words}`);
        return warn(
          title,
          `${words} has ${differing.map((one) => `${one.name} ${one.found ?? 'missing'}`).join(', ')}`,
          `The lock has ${differing.map((one) => `${one.name} ${one.wanted}`).join(', ')}: see \`prouie env check ${name}\`.`,
        );
      } catch (cause) {
        const hint = isProuieError(cause) ? cause.hint : undefined;
        return warn(title, messageOf(cause), hint ?? `See \`prouie env check ${name}\`.`);
      }
    }),
  );
}

function neededBy({ engine, languageModel }: ProfileEnvironments): readonly EnvironmentName[] {
  if (engine === 'easyr1') return ['sft', 'easyr1', 'predict'];
  if (engine === 'trl') return languageModel?.trl?.version?.startsWith('1.') ? ['sft', 'grpo'] : ['sft'];
  return [];
}

async function readEnvironments(workspace: Workspace): Promise<ProfileEnvironments> {
  const file = profileFile(workspace);
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  const profile = await readProfile(workspace.profile, file, text, workspace.settings);
  const { parse } = await import('yaml');
  return (parse(profile.text) as ProfileEnvironments | null) ?? {};
}
