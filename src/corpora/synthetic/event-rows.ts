/** Event rows: clauses that state events, some of one type or with an argument in common, and clauses without any. */
import type { Argument, Event, EventSchema, EventStructure } from '../../uie/records.ts';
import { chance, pick, pickWeighted } from './draw.ts';
import { eventClause } from './event-clause.ts';
import { type EventProfile, eventProfiles } from './event-profile.ts';
import type { Lexicon } from './lexicon.ts';
import type { EventLexicon } from './lexicon-schema.ts';
import type { WriteRow } from './row-draft.ts';
import { joinClauses } from './sentences.ts';

/** Writes rows of one data set. */
export function eventWriter(
  set: { readonly schema: EventSchema; readonly keepEmpty: boolean },
  lexicon: Lexicon,
  events: EventLexicon,
): WriteRow<EventStructure> {
  const { shares } = events;
  const profiles = eventProfiles(set.schema, lexicon, events);
  // As in real corpora the first type is frequent and the last one rare.
  const weights = profiles.map((_, index) => 1 / (1 + index));

  return (draft) => {
    const { random } = draft;
    const found: Event[] = [];
    const clauses: string[] = [];
    const anyType = (): EventProfile => pickWeighted(profiles, weights, random);
    const state = (profile: EventProfile, shared?: Argument): void => {
      const { text, event } = eventClause(profile, events, draft, shared);
      clauses.push(text);
      found.push(event);
    };

    if (set.keepEmpty && chance(shares.none, random)) {
      clauses.push(
        draft.write(pick(events.quiet, random), (slot) => (slot === 'n' ? draft.plainName() : undefined)),
      );
    } else {
      const first = anyType();
      state(first);
      if (chance(shares.second, random)) {
        const second = chance(shares.same, random) ? first : anyType();
        const roles = second.roles.map(({ role }) => role);
        const common = found[0]!.arguments.find(({ role }) => roles.includes(role));
        state(second, chance(shares.shared, random) ? common : undefined);
      }
    }
    const idle = pick(anyType().nouns, random);
    if (chance(shares.idle, random) && found.every(({ trigger }) => trigger !== idle)) {
      clauses.push(draft.write(pick(events.idle, random), (slot) => (slot === 'trigger' ? idle : undefined)));
    }
    const values = found.flatMap((event) => event.arguments.map(({ text }) => text));
    return { text: joinClauses(clauses, values, random), gold: { task: 'ee', events: found } };
  };
}
