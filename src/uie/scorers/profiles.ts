/** The scorer profiles by name; a new one is one file and one line here. */
import type { ScorerProfile } from './profile.ts';
import { prouieProfile } from './prouie.ts';

export const scorerProfiles = {
  prouie: prouieProfile,
} as const satisfies Readonly<Record<string, ScorerProfile>>;

export type ProfileName = keyof typeof scorerProfiles;
