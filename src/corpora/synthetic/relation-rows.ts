/** Relation rows: clauses that state relations, and clauses whose names stand in none. */
import type { Relation, RelationSchema, RelationStructure } from '../../uie/records.ts';
import { chance, pick, pickWeighted } from './draw.ts';
import type { Lexicon } from './lexicon.ts';
import type { RelationLexicon } from './lexicon-schema.ts';
import { relationClause } from './relation-clause.ts';
import { relationProfile } from './relation-profile.ts';
import type { WriteRow } from './row-draft.ts';
import { joinClauses } from './sentences.ts';

/** Writes rows of one data set; without `keepEmpty` every row has a relation. */
export function relationWriter(
  set: { readonly schema: RelationSchema; readonly keepEmpty: boolean },
  lexicon: Lexicon,
  relations: RelationLexicon,
): WriteRow<RelationStructure> {
  const { shares } = relations;
  const profiles = set.schema.types.map((type) => relationProfile(type, lexicon, relations));
  // As in real corpora the first types are frequent and the last ones rare.
  const weights = profiles.map((_, index) => 1 / (1 + index / 3));

  return (draft) => {
    const { random } = draft;
    const found: Relation[] = [];
    const clauses: string[] = [];
    const state = (known?: string): void => {
      const profile = pickWeighted(profiles, weights, random);
      const { text, pairs } = relationClause(profile, relations, draft, known);
      clauses.push(text);
      found.push(...pairs);
      const other = pick(profiles, random);
      if (chance(shares.twofold, random) && other !== profile) found.push({ ...pairs[0]!, type: other.type });
    };
    /** A clause whose names look like arguments. */
    const idle = (templates: readonly string[]): string => {
      const { head, tail } = pickWeighted(profiles, weights, random);
      const name = (): string => draft.name(pick([head, tail], random));
      return draft.write(pick(templates, random), (slot) => (slot === 'n' ? name() : undefined));
    };

    if (set.keepEmpty && chance(shares.none, random)) {
      clauses.push(idle(relations.quiet));
    } else {
      state();
      const { head, tail } = found[0]!;
      if (chance(shares.second, random))
        state(chance(shares.chained, random) ? pick([head, tail], random) : undefined);
    }
    if (chance(shares.bystander, random))
      clauses.splice(random.below(clauses.length + 1), 0, idle(relations.bystanders));
    const values = found.flatMap(({ head, tail }) => [head, tail]);
    return { text: joinClauses(clauses, values, random), gold: { task: 're', relations: found } };
  };
}
