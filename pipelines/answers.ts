import { bundle, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { AskedSet } from './asked-set.ts';
import { DeclaredNodes } from './declared-nodes.ts';
import type { Engines, GenerationEngineParts } from './method-engine.ts';
import type { Profile } from './profile.ts';
import type { Model } from './training.ts';
import { BASE_MODEL } from './variants.ts';

/**
 * Lets models answer. The embedded engine answers a data set in a node of its own; a language model is loaded once for
 * all that it is asked, and each data set's answers are taken from that.
 */
export class Answers {
  readonly #made = new DeclaredNodes();
  readonly #profile: Profile;
  readonly #engine: GenerationEngineParts | undefined;
  readonly #sets: readonly AskedSet[];

  /** @param sets all that any model will be asked about */
  constructor(profile: Profile, engines: Engines, sets: readonly AskedSet[]) {
    this.#profile = profile;
    this.#engine = engines.generation;
    this.#sets = sets;
  }

  /** The nodes that several data sets share. */
  get nodes(): readonly NodeDeclaration[] {
    return this.#made.all;
  }

  /** A node with the output `predictions` of one data set. */
  predict(
    name: string,
    model: Model,
    set: AskedSet,
    tags: { readonly [key: string]: string | number },
  ): NodeDeclaration {
    const { limit } = this.#profile.evaluation;
    if (this.#engine === undefined) {
      const style = set.task === 'ner' ? 'cm' : model.style;
      return node({
        name,
        step: 'predict',
        params: { dataset: set.id, task: set.task, style, split: set.split, limit },
        inputs: {
          examples: output(set.examples, 'examples'),
          checkpoint: output(model.checkpoint, 'checkpoint'),
        },
        tags,
        weight: 2,
      });
    }
    const generation = this.#generate(model, this.#engine);
    return node({
      name,
      step: 'answers',
      params: { dataset: set.id },
      inputs: { answers: output(generation, 'answers') },
      tags,
      ...(set.missing === undefined ? {} : { absent: set.missing }),
    });
  }

  #generate(model: Model, engine: GenerationEngineParts): NodeDeclaration {
    const path = model.checkpoint.name.replace(/^(train|model)\//, '');
    const inputs = {
      engine: bundle(engine.adapter),
      prompts: output(this.#prompts(model.style), 'prompts'),
      checkpoint: output(model.checkpoint, 'checkpoint'),
      ...engine.code,
    };
    const tags = { engine: engine.name };
    return this.#made.once(`generate/${path}`, () => {
      const request = this.#made.once(`render/generate/${path}`, () => ({
        step: 'render-generation',
        params: {
          options: model.checkpoint.name === BASE_MODEL ? engine.baseOptions : engine.options,
          ...(engine.versions === undefined ? {} : { versions: engine.versions }),
        },
        inputs: { ...inputs, manifest: output(this.#prompts(model.style), 'manifest') },
        tags,
      }));
      return {
        step: 'generate',
        params: engine.place,
        inputs: { ...inputs, request: output(request, 'request') },
        tags,
        weight: 100,
        resources: engine.resources,
      };
    });
  }

  /** What all models of a wording are asked. */
  #prompts(style: Model['style']): NodeDeclaration {
    const { limit } = this.#profile.evaluation;
    const sets = this.#sets.filter(({ missing }) => missing === undefined);
    return this.#made.once(`prompts/${style}`, () => ({
      step: 'prompts',
      params: {
        datasets: sets.map(({ id, task, split }) => ({
          id,
          task,
          split,
          style: task === 'ner' ? 'cm' : style,
        })),
        limit,
      },
      inputs: Object.fromEntries(
        sets.map(({ id, examples }) => [`examples/${id}`, output(examples, 'examples')]),
      ),
      weight: 5,
      ...(sets.length === 0 ? { absent: 'no data set is there that models could be asked about' } : {}),
    }));
  }
}
