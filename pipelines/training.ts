import { PHASES, type Phase } from '../src/corpora/mixture.ts';
import { bundle, type InputReferences, type NodeDeclaration, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import { completeRewardOptions, type RewardChanges } from '../src/uie/reward-settings.ts';
import type { Corpus } from './corpora.ts';
import { DeclaredNodes } from './declared-nodes.ts';
import type { Engines } from './method-engine.ts';
import { Mixtures } from './mixtures.ts';
import { PREFLIGHT } from './preflight.ts';
import type { Profile } from './profile.ts';
import { BASE_MODEL, VARIANT_PLANS, type VariantPlan } from './variants.ts';

/** A trained model: the node of its checkpoint, and whether it was taught the concise wording. */
export interface Model {
  readonly checkpoint: NodeDeclaration;
  readonly style: 'cm' | 'sa';
}

/** All nodes of one seed's training, each lineage once. */
export class Training {
  readonly seed: number;
  readonly #made = new DeclaredNodes();
  readonly #mixtures: Mixtures;
  readonly #plans: Readonly<Record<string, VariantPlan>>;
  readonly #profile: Profile;
  readonly #engines: Engines;
  /** Ends the names of all seeds but the first. */
  readonly #suffix: string;

  /** @param plans how each variant is trained, by name */
  constructor(
    profile: Profile,
    engines: Engines,
    corpora: readonly Corpus[],
    seed: number,
    plans: Readonly<Record<string, VariantPlan>>,
  ) {
    this.#plans = plans;
    this.#profile = profile;
    this.#engines = engines;
    this.seed = seed;
    this.#suffix = seed === profile.seeds[0] ? '' : `@${seed}`;
    this.#mixtures = new Mixtures(profile, corpora, seed, this.#suffix, this.#made);
  }

  get nodes(): readonly NodeDeclaration[] {
    return this.#made.all;
  }

  name(path: string): string {
    return `${path}${this.#suffix}`;
  }

  /** The mixtures of all phases as `full` uses them, for Table 9. */
  mixtures(): readonly NodeDeclaration[] {
    return PHASES.map((phase) =>
      phase.startsWith('de')
        ? this.#mixtures.ofDe(phase, this.#wording(VARIANT_PLANS.full), undefined)
        : this.#mixtures.of(phase),
    );
  }

  /** The model of a variant. */
  variant(name: string): Model {
    const plan = this.#plans[name]!;
    if (plan.de === 'none') return plan.sa ? this.phase('sa') : this.#cm(plan.cm);
    const start = plan.sa ? this.phase('sa') : this.phase('cm3');
    return this.#de(name, plan, start).at(-1)!;
  }

  /** The model of `full` after a phase. */
  phase(phase: Phase): Model {
    if (phase.startsWith('de'))
      return this.#de('full', VARIANT_PLANS.full, this.phase('sa'))[Number(phase.at(-1)) - 1]!;
    if (phase === 'sa') {
      const start = this.phase('cm3');
      return {
        checkpoint: this.#sft('sa', this.#mixtures.of('sa'), start.checkpoint, this.#profile.sft.epochs.sa),
        style: 'sa',
      };
    }
    const before = phase === 'cm1' ? undefined : this.phase(phase === 'cm2' ? 'cm1' : 'cm2').checkpoint;
    return {
      checkpoint: this.#sft(phase, this.#mixtures.of(phase), before, this.#profile.sft.epochs.cm),
      style: 'cm',
    };
  }

  #cm(order: VariantPlan['cm']): Model {
    const { cm: epochs } = this.#profile.sft.epochs;
    if (order === 'ordered') return this.phase('cm3');
    if (order === 'none') return this.#untrained();
    if (order === 'shuffled')
      return {
        checkpoint: this.#sft('cm-shuffled', this.#mixtures.ofCmShuffled(), undefined, epochs),
        style: 'cm',
      };
    let checkpoint: NodeDeclaration | undefined;
    for (const phase of ['cm3', 'cm2', 'cm1'] as const)
      checkpoint = this.#sft(`cm-reversed/${phase}`, this.#mixtures.of(phase), checkpoint, epochs);
    return { checkpoint: checkpoint!, style: 'cm' };
  }

  /** The model before any training; absent where the engine starts from nothing. */
  #untrained(): Model {
    const checkpoint =
      this.#engines.start ??
      this.#made.once(BASE_MODEL, () => ({
        step: 'import-model',
        absent: `the engine ${this.#profile.engine} has no model before training`,
      }));
    return { checkpoint, style: 'cm' };
  }

  /** The three phases of DE, each from the one before. */
  #de(name: string, plan: VariantPlan, start: Model): readonly Model[] {
    const style = this.#wording(plan);
    const prefix = name === 'full' ? '' : `${name}/`;
    let before = start.checkpoint;
    return (['de1', 'de2', 'de3'] as const).map((phase) => {
      const mixture = this.#mixtures.ofDe(phase, style, plan.rows);
      before =
        plan.de === 'sft'
          ? this.#sft(`${prefix}${phase}`, mixture, before, this.#profile.sft.epochs.control)
          : this.#grpo(`${prefix}${phase}`, phase, name, plan, mixture, before);
      return { checkpoint: before, style };
    });
  }

  /** Assumption `de-wording`: from SA on relations and events are asked for in the concise wording. */
  #wording(plan: VariantPlan): 'cm' | 'sa' {
    return plan.sa && this.#profile.assumptions['de-wording'] === 'concise' ? 'sa' : 'cm';
  }

  #sft(
    name: string,
    mixture: NodeDeclaration,
    start: NodeDeclaration | undefined,
    epochs: number,
  ): NodeDeclaration {
    return this.#train(name, mixture, start, {
      method: 'sft',
      seed: this.seed,
      options: this.#engines.sft.options({ epochs }),
    });
  }

  #grpo(
    name: string,
    phase: 'de1' | 'de2' | 'de3',
    variant: string,
    plan: VariantPlan,
    mixture: NodeDeclaration,
    start: NodeDeclaration,
  ): NodeDeclaration {
    const changes = {
      variant: plan.reward,
      ...plan.rewardChanges,
      ...this.#profile.variants[variant]?.reward,
    } as RewardChanges;
    // Written out, so that a weight that changes shows its old and its new value.
    const reward = completeRewardOptions(changes) as unknown as Json;
    const options = this.#engines.grpo.options(phase);
    const program = bundle(`${this.#engines.grpo.rewardProgram}?rewards/${plan.reward}.ts`);
    return this.#train(
      name,
      mixture,
      start,
      { method: 'grpo', seed: this.seed, options, reward },
      { 'code/reward': program },
    );
  }

  /** Render, run, collect: the request decides whether the run is repeated, and reading its log never does. */
  #train(
    name: string,
    mixture: NodeDeclaration,
    before: NodeDeclaration | undefined,
    order: { readonly method: 'sft' | 'grpo'; readonly [key: string]: Json },
    code: InputReferences = {},
  ): NodeDeclaration {
    const path = this.name(`train/${name}`);
    return this.#made.once(path, () => {
      const engine = this.#engines[order.method];
      const start = before ?? this.#engines.start;
      const tags = {
        stage: name,
        seed: this.seed,
        engine: engine.name,
        variant: name.includes('/') ? name.split('/')[0]! : 'full',
      };
      const adapter = bundle(engine.adapter);
      const inputs: InputReferences = {
        engine: adapter,
        rows: output(mixture, 'rows'),
        ...(start === undefined ? {} : { start: output(start, 'checkpoint') }),
        ...engine.code,
        ...code,
      };
      const manifest = output(mixture, 'manifest');
      const render = this.#made.once(this.name(`render/${name}`), () => ({
        step: 'render',
        params: { ...order, ...(engine.versions === undefined ? {} : { versions: engine.versions }) },
        inputs: { ...inputs, manifest },
        tags,
      }));
      this.#made.once(this.name(`collect/${name}`), () => ({
        step: 'collect',
        params: {},
        inputs: {
          engine: adapter,
          log: { node: path, output: 'log' },
          checkpoint: { node: path, output: 'checkpoint' },
          manifest,
        },
        tags: { ...tags, relation: 'curves' },
      }));
      return {
        step: 'train',
        params: engine.place,
        inputs: {
          ...inputs,
          ...engine.programs,
          ...(this.#engines.preflight === undefined ? {} : { preflight: output(PREFLIGHT, 'report') }),
          request: output(render, 'request'),
        },
        tags,
        weight: 200,
        resources: engine.resources,
      };
    });
  }
}
