/** The scorer profiles by name; a new one is one file and one line here. */
import { gollieProfile } from './gollie.ts';
import { instructuieProfile } from './instructuie.ts';
import { instructuieFixedProfile } from './instructuie-fixed.ts';
import { knowcoderProfile } from './knowcoder.ts';
import type { ScorerProfile } from './profile.ts';
import { prouieProfile } from './prouie.ts';
import { uieProfile } from './uie.ts';
import { universalnerProfile } from './universalner.ts';

export const scorerProfiles = {
  prouie: prouieProfile,
  instructuie: instructuieProfile,
  'instructuie-fixed': instructuieFixedProfile,
  uie: uieProfile,
  gollie: gollieProfile,
  knowcoder: knowcoderProfile,
  universalner: universalnerProfile,
} as const satisfies Readonly<Record<string, ScorerProfile>>;

export type ProfileName = keyof typeof scorerProfiles;
