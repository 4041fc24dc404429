import type { ScorerProfile } from './profile.ts';

/** The profile behind all figures where no other is named. */
export const DEFAULT_SCORER = 'prouie';

/** The scorer profiles by name: one file each in `profiles/`, the default one first, the others by name. */
export const scorerProfiles: Readonly<Record<string, ScorerProfile>> = /* @__PURE__ */ byName();

function byName(): Readonly<Record<string, ScorerProfile>> {
  const found = Object.values(
    import.meta.glob<ScorerProfile>('./profiles/*.ts', { eager: true, import: 'profile' }),
  );
  const place = ({ name }: ScorerProfile): string => (name === DEFAULT_SCORER ? '' : name);
  const ordered = found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return Object.fromEntries(ordered.map((profile) => [profile.name, profile]));
}
