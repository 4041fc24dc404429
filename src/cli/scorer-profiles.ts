/** The flag `--profile` of commands that score. */
import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { scorerProfiles } from '../uie/scorers/all-profiles.ts';
import type { ScorerProfile } from '../uie/scorers/profile.ts';
import type { ParsedArguments } from './arguments.ts';

export const PROFILES: ReadonlyMap<string, ScorerProfile> = new Map(Object.entries(scorerProfiles));

/**
 * Each profile that `--profile` names once, in the order in which they were named; `all` names all.
 *
 * @param unnamed what is taken when none is named
 * @throws ProuieError PROUIE_UNKNOWN_PROFILE
 */
export function chosenProfiles(
  args: ParsedArguments,
  unnamed: readonly ScorerProfile[],
): readonly ScorerProfile[] {
  const named = args.values('profile');
  if (named.length === 0) return unnamed;
  return [
    ...new Set(named.flatMap((name) => (name === 'all' ? [...PROFILES.values()] : [findProfile(name)]))),
  ];
}

/** A line a profile, for help pages. */
export function listProfiles(): string {
  const width = Math.max(...[...PROFILES.keys()].map((name) => name.length));
  return [...PROFILES.values()].map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
}

function findProfile(name: string): ScorerProfile {
  const profile = PROFILES.get(name);
  if (profile !== undefined) return profile;
  throw new ProuieError('PROUIE_UNKNOWN_PROFILE', `There is no scorer profile "${name}".`, {
    hint: didYouMean(name, PROFILES.keys()) ?? `Known profiles: ${[...PROFILES.keys(), 'all'].join(', ')}.`,
  });
}
