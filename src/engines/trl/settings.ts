import type { Json } from '../../json.ts';
import type { TrainingOrder } from '../engine.ts';
import type { TrlOptions } from './options.ts';
import { scheduleOf } from './schedule.ts';

/** Names inside a run's folder; the driver works there, so that its settings name no other path. */
export const workFiles = {
  model: 'model',
  rows: 'rows.jsonl',
  settings: 'settings.json',
  programs: 'program',
  output: 'output',
  log: 'log',
} as const;

/** What the driver reads; see `grpo.py`. */
export function driverSettings(order: TrainingOrder, options: TrlOptions): { readonly [name: string]: Json } {
  return {
    model: workFiles.model,
    rows: workFiles.rows,
    rowCount: order.rows.count,
    order: { seed: order.seed, epochs: options.epochs, batch: options.promptsPerStep },
    maxPrompt: options.maxPrompt,
    emptyThinking: options.emptyThinking,
    reward: order.reward ?? {},
    rewardSeconds: options.rewardSeconds,
    config: { ...commonFields(order, options), ...VERSION_FIELDS[options.version] },
  };
}

/** Every field of GRPOConfig that decides something and that both versions know. */
function commonFields(order: TrainingOrder, options: TrlOptions): { readonly [field: string]: Json } {
  const schedule = scheduleOf(options, order.rows.count);
  return {
    output_dir: workFiles.output,
    use_cpu: options.gpus === 0,
    model_init_kwargs: { dtype: 'float32', attn_implementation: 'sdpa' },
    bf16: options.precision === 'bf16',
    fp16: false,
    gradient_checkpointing: options.gradientCheckpointing,
    seed: order.seed,
    data_seed: order.seed,
    // The driver puts the rows in order.
    shuffle_dataset: false,
    remove_unused_columns: false,
    dataloader_num_workers: 0,

    num_generations: options.rollouts,
    per_device_train_batch_size: options.deviceBatch,
    gradient_accumulation_steps: schedule.passesPerUpdate,
    steps_per_generation: schedule.passesPerStep,
    num_iterations: 1,
    max_steps: schedule.maxSteps,

    max_completion_length: options.maxAnswer,
    temperature: options.temperature,
    top_p: options.topP,
    top_k: 0,
    min_p: null,
    repetition_penalty: 1,
    cache_implementation: null,
    use_vllm: false,

    loss_type: options.lossMean === 'token' ? 'dapo' : 'grpo',
    scale_rewards: 'group',
    importance_sampling_level: 'token',
    beta: options.kl.coefficient,
    sync_ref_model: false,
    epsilon: options.clip.low,
    epsilon_high: options.clip.high,
    delta: options.clip.dual,
    mask_truncated_completions: false,
    top_entropy_quantile: 1,
    disable_dropout: false,

    optim: 'adamw_torch',
    learning_rate: options.learningRate,
    adam_beta1: 0.9,
    adam_beta2: 0.999,
    adam_epsilon: 1e-8,
    weight_decay: options.weightDecay,
    max_grad_norm: options.maxGradNorm,
    lr_scheduler_type: options.scheduler,
    warmup_steps: schedule.warmupSteps,

    save_strategy: 'steps',
    save_steps: schedule.saveSteps,
    save_total_limit: options.saveLimit,
    save_only_model: false,
    logging_steps: 1,
    log_completions: false,
    report_to: 'none',
    disable_tqdm: true,
  };
}

/** Fields of one version, with the values that make it do what the other does without them. */
const VERSION_FIELDS = {
  '0.24': { max_prompt_length: null, use_liger_loss: false },
  '1.16': {
    cast_lm_head_to_fp32: false,
    entropy_coef: 0,
    use_adaptive_entropy: false,
    use_bias_correction_kl: false,
    off_policy_mask_threshold: null,
    pad_to_multiple_of: null,
  },
} as const satisfies { readonly [version in TrlOptions['version']]: { readonly [field: string]: Json } };
