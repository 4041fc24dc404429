import type { Json } from '../../json.ts';
import { type Setting, yamlText } from '../python/yaml-text.ts';
import type { LlamaFactoryOptions } from './options.ts';

/** Names inside a run's folder; LLaMA-Factory works there, so that its settings name no other path. */
export const workFiles = {
  model: 'model',
  data: 'data',
  rows: 'data/rows.jsonl',
  datasetInfo: 'data/dataset_info.json',
  settings: 'train.yaml',
  deepspeed: 'deepspeed.json',
  output: 'output',
  mergeSettings: 'merge.yaml',
  merged: 'merged',
  log: 'log',
} as const;

const DATASET = 'rows';

/** All files that LLaMA-Factory reads besides rows and model: path inside the run's folder, and text. */
export function configurationFiles(
  options: LlamaFactoryOptions,
  seed: number,
): { readonly [path: string]: string } {
  return {
    [workFiles.settings]: yamlText(trainSettings(options, seed)),
    [workFiles.datasetInfo]: jsonText({
      // Columns that are not named would be left out.
      [DATASET]: {
        file_name: 'rows.jsonl',
        formatting: 'alpaca',
        columns: { prompt: 'instruction', query: 'input', response: 'output' },
      },
    }),
    ...(options.deepspeed === 'none' ? {} : { [workFiles.deepspeed]: jsonText(deepspeedSettings(options)) }),
    ...(options.finetuning === 'lora' ? { [workFiles.mergeSettings]: yamlText(mergeSettings(options)) } : {}),
  };
}

/** Every key of LLaMA-Factory that decides something about full or LoRA fine-tuning, in its words. */
function trainSettings(options: LlamaFactoryOptions, seed: number): { readonly [key: string]: Setting } {
  const isOnCpu = options.gpus === 0;
  return {
    model_name_or_path: workFiles.model,
    trust_remote_code: false,
    flash_attn: isOnCpu ? 'disabled' : 'auto',
    stage: 'sft',
    do_train: true,
    finetuning_type: options.finetuning,
    ...(options.finetuning === 'lora'
      ? {
          lora_rank: options.lora.rank,
          lora_alpha: options.lora.alpha,
          lora_dropout: options.lora.dropout,
          lora_target: 'all',
        }
      : {}),
    ...(options.deepspeed === 'none' ? {} : { deepspeed: workFiles.deepspeed }),
    dataset_dir: workFiles.data,
    dataset: DATASET,
    template: options.template,
    // Else `qwen3` would teach the empty block of thinking instead of giving it with the prompt.
    enable_thinking: false,
    cutoff_len: options.cutoff,
    packing: false,
    disable_shuffling: false,
    // One machine turns rows into tokens, and the others read what it has left in the run's folder.
    ...((options.nodes ?? 1) === 1 ? {} : { data_shared_file_system: true }),
    preprocessing_num_workers: options.workers.preprocessing,
    dataloader_num_workers: options.workers.loading,
    output_dir: workFiles.output,
    // With true, a run that begins again would forget its checkpoints.
    overwrite_output_dir: false,
    logging_steps: options.loggingSteps,
    save_strategy: 'steps',
    save_steps: options.saveSteps,
    save_total_limit: options.saveLimit,
    save_only_model: false,
    report_to: 'none',
    per_device_train_batch_size: options.deviceBatch,
    gradient_accumulation_steps: options.accumulation,
    learning_rate: options.learningRate,
    num_train_epochs: options.epochs,
    lr_scheduler_type: options.scheduler,
    warmup_ratio: options.warmupRatio,
    weight_decay: options.weightDecay,
    max_grad_norm: options.maxGradNorm,
    optim: 'adamw_torch',
    bf16: options.precision === 'bf16',
    fp16: false,
    pure_bf16: false,
    ...(isOnCpu ? { use_cpu: true } : {}),
    seed,
    data_seed: seed,
    ddp_timeout: 180_000_000,
    plot_loss: false,
  };
}

/** A LoRA run leaves an adapter; the next phase starts from a whole model. */
function mergeSettings(options: LlamaFactoryOptions): { readonly [key: string]: Setting } {
  return {
    model_name_or_path: workFiles.model,
    adapter_name_or_path: workFiles.output,
    template: options.template,
    trust_remote_code: false,
    export_dir: workFiles.merged,
    export_size: 5,
    export_device: 'cpu',
    export_legacy_format: false,
  };
}

/** ZeRO stage 2 or 3 without offloading; the third gathers the weights, so that what is saved is a plain model. */
function deepspeedSettings({ deepspeed }: LlamaFactoryOptions): Json {
  const overlap = { overlap_comm: true, contiguous_gradients: true };
  return {
    train_batch_size: 'auto',
    train_micro_batch_size_per_gpu: 'auto',
    gradient_accumulation_steps: 'auto',
    gradient_clipping: 'auto',
    zero_allow_untested_optimizer: true,
    bf16: { enabled: 'auto' },
    fp16: { enabled: 'auto' },
    zero_optimization:
      deepspeed === 'zero2'
        ? {
            stage: 2,
            allgather_partitions: true,
            allgather_bucket_size: 500_000_000,
            reduce_scatter: true,
            reduce_bucket_size: 500_000_000,
            round_robin_gradients: true,
            ...overlap,
          }
        : {
            stage: 3,
            sub_group_size: 1_000_000_000,
            reduce_bucket_size: 'auto',
            stage3_prefetch_bucket_size: 'auto',
            stage3_param_persistence_threshold: 'auto',
            stage3_max_live_parameters: 1_000_000_000,
            stage3_max_reuse_distance: 1_000_000_000,
            stage3_gather_16bit_weights_on_model_save: true,
            ...overlap,
          },
  };
}

function jsonText(value: Json): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
