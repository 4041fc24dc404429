import { hashString } from '../../random.ts';
import type { TrainingOrder } from '../engine.ts';
import type { Setting } from '../python/yaml-text.ts';
import { type KeyName, keysOf, type SettingTree } from './key-check.ts';
import { EASYR1_KEYS } from './keys.ts';
import type { EasyR1Options } from './options.ts';

/** Stands for the run's folder in a request; EasyR1 wants absolute paths, and a request must hold none. */
export const WORK = '{work}';

/** Names inside a run's folder. */
export const workFiles = {
  model: 'model',
  rows: 'data/train.jsonl',
  validation: 'data/validation.jsonl',
  template: 'chat_template.jinja',
  settings: 'config.yaml',
  programs: 'code',
  sfr: 'code/sfr.py',
  bridge: 'code/reward_bridge.py',
  rewardServer: 'code/reward-server.mjs',
  output: 'output',
  log: 'log',
} as const;

/**
 * The prompt's form where it ends in an empty block of thinking. EasyR1 cannot hand `enable_thinking` to the model's
 * own template.
 */
export const EMPTY_THINKING_TEMPLATE = `{%- for message in messages %}
{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}
{%- endif %}
`;

type Changes = { readonly [key in KeyName]?: Setting };

/** The whole configuration: every key of the version, with EasyR1's own default where it decides nothing here. */
export function renderConfig(
  order: Pick<TrainingOrder, 'seed' | 'rows' | 'reward'>,
  options: EasyR1Options,
): SettingTree {
  const changes: Changes = {
    ...dataSettings(order, options),
    ...algorithmSettings(options),
    ...actorSettings(options),
    ...rolloutSettings(order, options),
    ...rewardSettings(order, options),
    ...trainerSettings(options),
  };
  const settings = keysOf(options.version).map((key): [string, Setting] => [
    key,
    key in changes ? changes[key]! : (EASYR1_KEYS[key][1] as Setting),
  ]);
  return nested(settings);
}

function dataSettings({ seed }: Pick<TrainingOrder, 'seed'>, options: EasyR1Options): Changes {
  return {
    'data.train_files': inWork(workFiles.rows),
    'data.val_files': inWork(workFiles.validation),
    'data.max_prompt_length': options.maxPrompt,
    'data.max_response_length': options.maxAnswer,
    'data.rollout_batch_size': options.promptsPerStep,
    'data.override_chat_template': options.emptyThinking ? inWork(workFiles.template) : null,
    'data.seed': seed,
    // Without it prompts would be cut at their end, with the beginning of the answer.
    'data.filter_overlong_prompts': true,
  };
}

function algorithmSettings({ kl }: EasyR1Options): Changes {
  return {
    'algorithm.adv_estimator': 'grpo',
    'algorithm.disable_kl': kl.where === 'nowhere',
    'algorithm.use_kl_loss': kl.where === 'loss',
    'algorithm.kl_penalty': kl.estimator,
    'algorithm.kl_coef': kl.coefficient,
    // Its limits are made for rewards between 0 and 1.
    'algorithm.online_filtering': false,
  };
}

function actorSettings(options: EasyR1Options): Changes {
  const { clip, deviceBatch, offload } = options;
  return {
    'worker.actor.global_batch_size': options.promptsPerUpdate,
    'worker.actor.micro_batch_size_per_device_for_update': deviceBatch.update,
    'worker.actor.micro_batch_size_per_device_for_experience': deviceBatch.experience,
    'worker.actor.max_grad_norm': options.maxGradNorm,
    'worker.actor.clip_ratio_low': clip.low,
    'worker.actor.clip_ratio_high': clip.high,
    'worker.actor.clip_ratio_dual': clip.dual,
    'worker.actor.loss_avg_mode': options.lossMean,
    'worker.actor.model.model_path': inWork(workFiles.model),
    'worker.actor.model.tokenizer_path': inWork(workFiles.model),
    'worker.actor.model.trust_remote_code': false,
    'worker.actor.optim.lr': options.learningRate,
    'worker.actor.optim.weight_decay': options.weightDecay,
    'worker.actor.optim.lr_warmup_ratio': options.warmupRatio,
    // One setting, which the two versions call differently.
    'worker.actor.optim.warmup_style': options.scheduler,
    'worker.actor.optim.lr_scheduler_type': options.scheduler,
    'worker.actor.offload.offload_params': offload,
    'worker.actor.offload.offload_optimizer': offload,
    'worker.ref.offload.offload_params': offload,
  };
}

function rolloutSettings(order: Pick<TrainingOrder, 'seed' | 'rows'>, options: EasyR1Options): Changes {
  return {
    'worker.rollout.n': options.rollouts,
    'worker.rollout.temperature': options.temperature,
    'worker.rollout.top_p': options.topP,
    'worker.rollout.top_k': options.topK,
    // Every prompt and every step of a run draws with the same seed, so at least phases differ.
    'worker.rollout.seed': hashString(`${order.seed} ${order.rows.digest}`) >>> 1,
    'worker.rollout.gpu_memory_utilization': options.gpuMemory,
    'worker.rollout.tensor_parallel_size': options.tensorParallel,
    'worker.rollout.max_model_len': options.maxPrompt + options.maxAnswer,
    'worker.rollout.max_num_batched_tokens': options.batchedTokens,
    // Without n it would draw more answers than it has prompts for.
    'worker.rollout.val_override_config': { temperature: 0, top_p: 1, n: 1 },
  };
}

function rewardSettings({ reward }: Pick<TrainingOrder, 'reward'>, options: EasyR1Options): Changes {
  return {
    'worker.reward.reward_function': `${inWork(workFiles.sfr)}:compute_score`,
    // The options as one text, which no reader of settings on the way reshapes.
    'worker.reward.reward_function_kwargs': {
      server: inWork(workFiles.rewardServer),
      reward: JSON.stringify(reward ?? {}),
      seconds: options.rewardSeconds,
    },
    'worker.reward.reward_type': 'batch',
  };
}

function trainerSettings(options: EasyR1Options): Changes {
  return {
    'trainer.total_epochs': options.epochs,
    'trainer.max_steps': null,
    'trainer.project_name': 'prouie',
    'trainer.experiment_name': 'grpo',
    'trainer.logger': ['file', 'console'],
    'trainer.nnodes': 1,
    'trainer.n_gpus_per_node': options.gpus,
    'trainer.val_freq': -1,
    'trainer.val_before_train': false,
    'trainer.save_freq': options.saveSteps,
    'trainer.save_limit': options.saveLimit,
    'trainer.save_model_only': false,
    'trainer.save_checkpoint_path': inWork(workFiles.output),
    'trainer.find_last_checkpoint': true,
  };
}

function inWork(name: string): string {
  return `${WORK}/${name}`;
}

/** Tables by section from keys written `section.key`. */
function nested(settings: readonly (readonly [string, Setting])[]): SettingTree {
  interface Branch {
    [name: string]: Setting | Branch;
  }
  const root: Branch = {};
  for (const [key, value] of settings) {
    const names = key.split('.');
    let branch = root;
    for (const name of names.slice(0, -1)) branch = (branch[name] ??= {}) as Branch;
    branch[names.at(-1)!] = value;
  }
  return root as SettingTree;
}
