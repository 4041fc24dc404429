/** Named-entity rows: clauses of a register whose slots take mentions, lists of them, and names that are none. */
import { hashString } from '../../random.ts';
import type { Entity, EntitySchema, EntityStructure } from '../../uie/records.ts';
import { chance, pick, pickWeighted } from './draw.ts';
import { type LabelProfile, labelProfile } from './label-profile.ts';
import type { Lexicon } from './lexicon.ts';
import type { Register } from './lexicon-schema.ts';
import type { WriteRow } from './row-draft.ts';
import { joinClauses } from './sentences.ts';

/** What of a data set decides its rows. */
interface EntitySet {
  readonly id: string;
  readonly domain: 'in' | 'out';
  readonly schema: EntitySchema;
  readonly keepEmpty: boolean;
}

/** Writes rows of one data set; without `keepEmpty` every row has a mention. */
export function entityWriter(set: EntitySet, lexicon: Lexicon): WriteRow<EntityStructure> {
  const { shares, denials } = lexicon.entities;
  const register = registerOf(set, lexicon);
  const labels = set.schema.types.map((type) => ({ type, profile: labelProfile(type, lexicon) }));
  const weights = labels.map(({ profile }, index) => profile.weight / (1 + index / 8));

  return (draft) => {
    const { random } = draft;
    const entities: Entity[] = [];
    const mention = (type: string, text: string): string => {
      entities.push({ type, text });
      return text;
    };
    const label = () => pickWeighted(labels, weights, random);

    /** A name with a word of its class, its label, or nothing around it. */
    const introduced = (profile: LabelProfile, name: string): string => {
      const draw = random.next();
      if (draw < shares.own) return `the ${profile.label} ${name}`;
      if (draw < shares.own + shares.cue && draft.familiar()) {
        const after = profile.after.length > 0 && chance(0.3, random);
        return after ? `${name} ${pick(profile.after, random)}` : `${pick(profile.before, random)} ${name}`;
      }
      return name;
    };

    const lookalike = (): string => {
      const name = draft.name(label().profile);
      return chance(shares.denied, random) ? `the ${pick(denials, random)} ${name}` : name;
    };

    const nested = (): string => {
      const inner = label();
      const outer = label();
      const core = mention(inner.type, draft.name(inner.profile));
      return mention(outer.type, `${core} ${pick(outer.profile.heads, random)}`);
    };

    const overlapping = (): string => {
      const first = label();
      const second = label();
      const [start, middle, end] = [draft.name(first.profile), draft.plainName(), draft.name(second.profile)];
      mention(first.type, `${start} ${middle}`);
      mention(second.type, `${middle} ${end}`);
      return `${start} ${middle} ${end}`;
    };

    const slot = (): string => {
      const draw = random.next();
      if (draw < shares.nested) return nested();
      if (draw < shares.nested + shares.overlapping) return overlapping();
      if (chance(shares.lookalike, random) && (set.keepEmpty || entities.length > 0)) return lookalike();
      const { type, profile } = label();
      const one = (): string => mention(type, draft.name(profile));
      if (!chance(shares.list, random)) return introduced(profile, one());
      const start = chance(0.3, random) ? `${one()}, ${one()}` : one();
      return `${introduced(profile, start)} and ${one()}`;
    };

    const clause = (templates: readonly string[], fill: () => string): string =>
      draft.write(pick(templates, random), (name) => (name === 'M' ? fill() : undefined));

    const none = set.keepEmpty && chance(shares.none, random);
    const count = chance(shares.second, random) ? 2 : 1;
    const clauses = Array.from({ length: count }, (_, index) => {
      if (!none) return clause(register.clauses, slot);
      return index === 0 ? clause(register.quiet, slot) : clause(register.clauses, lookalike);
    });
    const values = entities.map(({ text }) => text);
    return { text: joinClauses(clauses, values, random), gold: { task: 'ner', entities } };
  };
}

/** The register that names the set, else one of its domain by the hash of its id. */
function registerOf(set: EntitySet, lexicon: Lexicon): Register {
  const registers = Object.values(lexicon.entities.registers).filter(({ domain }) => domain === set.domain);
  const named = registers.find(({ sets }) => sets.includes(set.id));
  return named ?? registers[hashString(set.id) % registers.length]!;
}
