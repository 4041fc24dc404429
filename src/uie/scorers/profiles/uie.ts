/**
 * The string figures of UIE (universal-ie/UIE, commit c88dd08: `uie/extraction/scorer.py`, and the parser in
 * `uie/sel2record`): multisets of exact strings, after dropping what the schema or the text does not have. Arguments
 * are (type, role, text), so a wrong trigger costs no argument unless it is not in the text. Relations are those
 * without entity types (`boundary`); figures by offset need offsets.
 */
import { compileSchema } from '../../compiled-schema.ts';
import { eventsOf, type ItemParts, structureItems } from '../../structure-items.ts';
import { asWritten, type Candidate, comparisonOf } from '../comparison.ts';
import { allMetrics, type ScorerProfile } from '../profile.ts';
import { absentFrom, outsideSchema, type Reason, withItsEvent } from '../reasons.ts';
import { rolesOfAllTypes } from '../schema-roles.ts';

export const profile: ScorerProfile = {
  name: 'uie',
  summary: 'string multisets; what is outside the schema or not in the text is dropped first',
  normalisation: 'none',
  metrics: allMetrics,
  matching: 'multiset',
  compare: ({ example: { task, text, schema, gold }, decoded: { structure } }) => {
    const wanted = structureItems(gold);
    const given = structureItems(structure);
    const { types } = compileSchema(schema);
    const against = ([type, ...mentions]: ItemParts): Reason =>
      outsideSchema(types, type!) ?? absentFrom(text, mentions);
    const checked = (from: ItemParts): Candidate => ({ from, why: against(from) });
    switch (task) {
      case 'ner':
        return { entity: comparisonOf(wanted.entity.map(asWritten), given.entity.map(checked)) };
      case 're':
        return { relation: comparisonOf(wanted.relation.map(asWritten), given.relation.map(checked)) };
      case 'ee': {
        const roles = rolesOfAllTypes(schema);
        const found = eventsOf(structure).flatMap(({ type, trigger, arguments: all }) => {
          const lost = withItsEvent(against([type, trigger]));
          return all.map(({ role, text: mention }): Candidate => {
            const unknown = roles.has(role) ? undefined : 'role outside the schema';
            return { from: [type, role, mention], why: lost ?? unknown ?? absentFrom(text, [mention]) };
          });
        });
        return {
          trigger: comparisonOf(wanted.trigger.map(asWritten), given.trigger.map(checked)),
          argument: comparisonOf(wanted.argument.map(asWritten), found),
        };
      }
    }
  },
};
