/** A clause that states one event: trigger, arguments beside it, others behind their prepositions. */
import type { Argument, Event } from '../../uie/records.ts';
import { chance, pick, pickWeighted } from './draw.ts';
import type { EventProfile, RoleProfile } from './event-profile.ts';
import type { EventLexicon } from './lexicon-schema.ts';
import type { RowDraft } from './row-draft.ts';

/**
 * Draws a clause and the event that it states.
 *
 * @param shared an argument of an earlier clause that this event has too; its role is one of the profile's
 */
export function eventClause(
  profile: EventProfile,
  events: EventLexicon,
  draft: RowDraft,
  shared?: Argument,
): { readonly text: string; readonly event: Event } {
  const { random } = draft;
  const { shares } = events;
  const noted: Argument[] = [];
  const note = (role: RoleProfile, text: string): string => {
    noted.push({ role: role.role, text });
    return text;
  };
  const words = (role: RoleProfile): string => {
    if (!chance(shares.common, random)) return draft.name(role.look);
    return draft.write(`the {adjective} ${role.label.split(' ').at(-1)!}`);
  };
  const introduce = (role: RoleProfile, text: string): string =>
    !text.startsWith('the ') && chance(shares.labelled, random) ? `${role.label} ${text}` : text;
  const behind = (role: RoleProfile, text: string): string => `${pick(role.prepositions, random)} ${text}`;

  const argument = (role: RoleProfile): string => {
    if (role.role === shared?.role) return note(role, shared.text);
    const inner = role.inner.filter(() => chance(shares.inner / role.inner.length, random));
    const whole = [words(role), ...inner.map((part) => behind(part, note(part, words(part))))].join(' ');
    const first = introduce(role, note(role, whole));
    return chance(shares.twice, random) ? `${first} and ${note(role, words(role))}` : first;
  };

  const bare = profile.roles.length === 0 || (shared === undefined && chance(shares.bare, random));
  const nominal = bare || chance(shares.nominal, random);
  const own = nominal ? profile.nouns : profile.verbs;
  const trigger = pick(chance(shares.vague, random) ? events.vague : own, random);
  const roles = bare ? [] : drawRoles(profile, 1 + random.below(3), draft, shared?.role);
  const direct = nominal ? 0 : roles.length > 1 && chance(0.6, random) ? 2 : 1;
  const beside = roles.slice(0, direct).map(argument);
  const rest = roles.slice(direct).map((role) => behind(role, argument(role)));
  const templates = bare
    ? events.bare
    : nominal
      ? events.nominal
      : direct === 2
        ? events.active
        : events.alone;
  const slots: Readonly<Record<string, string | undefined>> = {
    '0': beside[0],
    '1': beside[1],
    trigger,
    rest: rest.join(' '),
  };
  const core = draft.write(pick(templates, random), (slot) => slots[slot]).replace(/ +(?= |$)/g, '');
  const parts = [draft.write(pick(events.openings, random)), core, draft.write(pick(events.endings, random))];
  return {
    text: parts.filter((part) => part !== '').join(' '),
    event: { type: profile.type, trigger, arguments: noted },
  };
}

/** So many roles of the type, the first ones more often, `wanted` among them; in the order of the profile. */
function drawRoles(
  { roles }: EventProfile,
  count: number,
  { random }: RowDraft,
  wanted?: string,
): readonly RoleProfile[] {
  const drawn = new Set(roles.filter(({ role }) => role === wanted));
  while (drawn.size < Math.min(count, roles.length)) {
    const left = roles.filter((role) => !drawn.has(role));
    const weights = left.map((role) => 1 / square(1 + roles.indexOf(role)));
    drawn.add(pickWeighted(left, weights, random));
  }
  return roles.filter((role) => drawn.has(role));
}

function square(rank: number): number {
  return rank * rank;
}
