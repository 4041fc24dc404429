/**
 * GoLLIE (hitz-zentroa/GoLLIE, commit 164c611: `src/tasks/utils_scorer.py`, `src/tasks/utils_typing.py`): multisets,
 * case folded for entities and triggers, kept for relations and arguments. Events are paired by type and trigger, and
 * arguments count only inside a pair. What is not in the text is dropped first, and so are mentions and events beyond
 * the number of places where their string stands there. The partial matching of its CASIE scorer is left out.
 */
import { compileSchema } from '../../compiled-schema.ts';
import type { Event } from '../../records.ts';
import { eventsOf, type ItemParts, structureItems } from '../../structure-items.ts';
import { partsUnit } from '../../unit.ts';
import { asWritten, type Candidate, comparisonOf } from '../comparison.ts';
import { allMetrics, type ScorerProfile } from '../profile.ts';
import { outsideSchema, type Reason, withItsEvent } from '../reasons.ts';
import { rolesOfType } from '../schema-roles.ts';
import { textPlaces } from '../text-places.ts';

export const profile: ScorerProfile = {
  name: 'gollie',
  summary: 'multisets, entities and triggers lower-cased; arguments count inside matched events',
  normalisation: 'entities and triggers lower-cased and trimmed',
  metrics: allMetrics,
  matching: 'multiset',
  compare: ({ example: { task, text, schema, gold }, decoded: { structure } }) => {
    const wanted = structureItems(gold);
    const given = structureItems(structure);
    const { types } = compileSchema(schema);
    const places = textPlaces(text);
    const againstMention = ([type, mention]: ItemParts): Reason =>
      outsideSchema(types, type!) ?? places.take(mention!);
    const againstPair = ([type, ...sides]: ItemParts): Reason =>
      outsideSchema(types, type!) ?? places.absent(sides);
    switch (task) {
      case 'ner': {
        const entities = given.entity.map((from) => ({ ...folded(from), why: againstMention(from) }));
        return { entity: comparisonOf(wanted.entity.map(folded), entities) };
      }
      case 're': {
        const relations = given.relation.map((from) => ({ from, why: againstPair(from) }));
        return { relation: comparisonOf(wanted.relation.map(asWritten), relations) };
      }
      case 'ee': {
        const events = eventsOf(structure).map((event) => ({
          event,
          why: againstMention([event.type, event.trigger]),
        }));
        const triggers = events.map(({ event: { type, trigger }, why }) => ({
          ...folded([type, trigger]),
          why,
        }));
        const inEvents = argumentsInEvents(events, ({ type }, role, mention) =>
          rolesOfType(schema, type).has(role)
            ? places.absent([mention])
            : 'role outside those of the event type',
        );
        const wantedEvents = eventsOf(gold).map((event) => ({ event }));
        return {
          trigger: comparisonOf(wanted.trigger.map(folded), triggers),
          argument: comparisonOf(
            argumentsInEvents(wantedEvents, () => undefined),
            inEvents,
          ),
        };
      }
    }
  },
};

function folded(from: ItemParts): Candidate {
  return { from, as: [from[0]!, fold(from[1]!)] };
}

function fold(text: string): string {
  return text.toLowerCase().trim();
}

/**
 * Arguments with the event that they stand in. The first event of a type and trigger is paired with the first such
 * event of the other side, the second with the second; arguments of an event without a counterpart match nothing.
 */
function argumentsInEvents(
  events: readonly { readonly event: Event; readonly why?: Reason }[],
  against: (event: Event, role: string, mention: string) => Reason,
): readonly Candidate[] {
  const counts = new Map<string, number>();
  return events.flatMap(({ event, why }) => {
    const trigger = fold(event.trigger);
    const name = partsUnit([event.type, trigger]);
    const nth = counts.get(name) ?? 0;
    if (why === undefined) counts.set(name, nth + 1);
    return event.arguments.map(({ role, text }) => ({
      from: [event.type, role, text],
      as: [event.type, trigger, role, text],
      key: partsUnit([event.type, trigger, `${nth}`, role, text]),
      why: withItsEvent(why) ?? against(event, role, text),
    }));
  });
}
