import { findEnvironment } from '../../engines/python/environment.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../engines/python/environment-settings.ts';
import { describeEnvironment, versionDifferences } from '../../engines/python/environment-versions.ts';
import { locked } from '../../engines/python/locked.ts';
import { isProuieError } from '../../errors.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';
import { type ProfileEnvironments, readProfileEnvironments } from '../environments/profile-environments.ts';
import { type Finding, messageOf, ok, warn } from './finding.ts';

/** The Python environments of a profile's engines; none for the embedded one. */
export async function checkEnvironments(
  workspace: Workspace,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const profile = await readProfileEnvironments(workspace);
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
        const stated = settings[name]?.versions;
        const differing = versionDifferences({ ...packages, python }, stated ?? locked[name].versions);
        const words = [...place.container, place.python].join(' ');
        if (differing.length === 0) return ok(title, `Python ${python}, ${words}`);
        return warn(
          title,
          `${words} has ${differing.map((one) => `${one.name} ${one.found ?? 'missing'}`).join(', ')}`,
          `${stated === undefined ? 'The lock' : 'The profile'} has ${differing.map((one) => `${one.name} ${one.wanted}`).join(', ')}: see \`prouie env check ${name}\`.`,
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
