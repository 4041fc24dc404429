import type { Phase } from '../src/corpora/mixture.ts';
import { trainingSets } from '../src/corpora/training-sets.ts';
import { type InputReferences, type NodeDeclaration, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { Corpus } from './corpora.ts';
import type { DeclaredNodes } from './declared-nodes.ts';
import type { Profile } from './profile.ts';

/** What one seed trains on: the rows that each phase draws from the corpora that are there. */
export class Mixtures {
  readonly #profile: Profile;
  readonly #sources: readonly Corpus[];
  readonly #seed: number;
  readonly #suffix: string;
  readonly #made: DeclaredNodes;

  /**
   * @param suffix ends the names of this seed's nodes
   * @param made takes the nodes
   */
  constructor(
    profile: Profile,
    corpora: readonly Corpus[],
    seed: number,
    suffix: string,
    made: DeclaredNodes,
  ) {
    this.#profile = profile;
    const sets = new Set(trainingSets(corpora.map(({ card }) => card)).map(({ id }) => id));
    this.#sources = corpora.filter(({ card, missing }) => sets.has(card.id) && missing === undefined);
    this.#seed = seed;
    this.#suffix = suffix;
    this.#made = made;
  }

  /** The mixture of a phase of CM, or of SA. */
  of(phase: Phase): NodeDeclaration {
    return this.#mixture(phase, [phase], { style: phase === 'sa' ? 'sa' : 'cm' }, []);
  }

  /** All phases of CM shuffled into one. */
  ofCmShuffled(): NodeDeclaration {
    return this.#mixture('cm-shuffled', ['cm1', 'cm2', 'cm3'], { style: 'cm' }, []);
  }

  /**
   * The mixture of a phase of DE.
   *
   * @param wanted which rows it prefers; undefined for the profile's assumption
   */
  ofDe(phase: Phase, style: 'cm' | 'sa', wanted: 'fresh' | 'seen' | undefined): NodeDeclaration {
    const rows = wanted ?? this.#profile.assumptions['de-rows'];
    // Entities are worded in one way, so variants with and without SA share their rows.
    const wording = phase === 'de1' ? 'cm' : style;
    const parts = [
      phase,
      ...(wanted === undefined ? [] : [wanted]),
      ...(phase !== 'de1' && style === 'cm' ? ['complete'] : []),
    ];
    return this.#mixture(parts.join('-'), [phase], { style: wording, rows }, ['cm1', 'cm2', 'cm3']);
  }

  #mixture(
    name: string,
    phases: readonly Phase[],
    params: { readonly [key: string]: Json },
    seen: readonly Phase[],
  ): NodeDeclaration {
    const path = `mix/${name}${this.#suffix}`;
    return this.#made.once(path, () => {
      const inputs: InputReferences = {
        ...Object.fromEntries(
          this.#sources.map(({ card, node: source }) => [`examples/${card.id}`, output(source, 'examples')]),
        ),
        ...Object.fromEntries(seen.map((phase) => [`seen/${phase}`, output(this.of(phase), 'drawn')])),
      };
      return {
        step: 'mix',
        params: {
          phases,
          scales: phases.map((phase) => this.#profile.scale[phase]),
          seed: this.#seed,
          balance: this.#profile.balance,
          json: this.#profile.json,
          firstPhaseFill: this.#profile.assumptions['cm1-fill'],
          datasets: this.#sources.map(({ card }) => ({
            id: card.id,
            task: card.task,
            trainedOn: card.trainedOn ?? 0,
          })),
          ...params,
        },
        inputs,
        tags: { stage: name, seed: this.#seed },
        weight: 10,
        ...(this.#sources.length === 0 ? { absent: 'no corpus in domain is there' } : {}),
      };
    });
  }
}
