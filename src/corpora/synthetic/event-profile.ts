/** How an event type is triggered, and how the arguments of its roles look and are introduced. */
import { randomStream } from '../../random.ts';
import type { EventSchema } from '../../uie/records.ts';
import { pick } from './draw.ts';
import { type LabelProfile, labelProfile } from './label-profile.ts';
import { entryFor, labelWords } from './label-words.ts';
import type { Lexicon } from './lexicon.ts';
import type { EventLexicon } from './lexicon-schema.ts';

export interface EventProfile {
  readonly type: string;
  readonly verbs: readonly string[];
  readonly nouns: readonly string[];
  /** The roles that stand for themselves, in the order in which a clause names them, the most frequent first. */
  readonly roles: readonly RoleProfile[];
}

export interface RoleProfile {
  readonly role: string;
  /** The role's own words, for example `time elapsed`. */
  readonly label: string;
  readonly look: LabelProfile;
  readonly prepositions: readonly string[];
  /** The roles whose arguments stand inside those of this one: `Subject.Age` inside `Subject`. */
  readonly inner: readonly RoleProfile[];
}

/** The types of a schema; one without roles of its own may have any of the schema's. */
export function eventProfiles(
  schema: EventSchema,
  lexicon: Lexicon,
  events: EventLexicon,
): readonly EventProfile[] {
  const all = [...new Set(schema.types.flatMap(({ roles }) => roles))];
  return schema.types.map(({ name, roles }) => ({
    type: name,
    ...triggersOf(name, events),
    roles: roleProfiles('', roles.length === 0 ? all : roles, lexicon, events),
  }));
}

function triggersOf(type: string, events: EventLexicon): Pick<EventProfile, 'verbs' | 'nouns'> {
  const words = labelWords(type);
  const known = entryFor(words, events.kinds);
  if (known !== undefined) return { verbs: known.verbs, nouns: known.nouns };
  const random = randomStream('event', words.join(' '));
  const verbs = [pick(events.verbs, random), pick(events.verbs, random)];
  return { verbs, nouns: [pick(events.nouns, random)] };
}

/** The roles whose nearest holder among all roles is `holder`, with those inside them. */
function roleProfiles(
  holder: string,
  all: readonly string[],
  lexicon: Lexicon,
  events: EventLexicon,
): readonly RoleProfile[] {
  const profiles = all
    .filter((role) => holderOf(role, all) === holder)
    .map((role) => {
      const words = labelWords(role);
      const label = words.join(' ');
      const random = randomStream('role', label);
      const derived = [pick(events.prepositions, random), pick(events.prepositions, random)];
      return {
        role,
        label,
        look: labelProfile(role, lexicon),
        prepositions: entryFor(words, events.roles)?.prepositions ?? derived,
        inner: roleProfiles(role, all, lexicon, events),
        rank: words.some((word) => events.first.includes(word))
          ? 0
          : words.some((word) => events.last.includes(word))
            ? 2
            : 1,
      };
    });
  return profiles.sort((one, other) => one.rank - other.rank);
}

/** `Subject` for `Subject.Age` where it is a role too, else nothing. */
function holderOf(role: string, all: readonly string[]): string {
  const holder = role.slice(0, Math.max(0, role.lastIndexOf('.')));
  return all.includes(holder) ? holder : '';
}
