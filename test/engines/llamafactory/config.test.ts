import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkOptions } from '../../../src/engines/checked-options.ts';
import { configurationFiles } from '../../../src/engines/llamafactory/config.ts';
import { engine } from '../../../src/engines/llamafactory/engine.ts';
import { llamaFactoryOptions } from '../../../src/engines/llamafactory/options.ts';
import { yamlText } from '../../../src/engines/python/yaml-text.ts';
import type { Json } from '../../../src/json.ts';
import { failureOf } from '../../failure.ts';

const PAPER = { cutoff: 2048, epochs: 2, learningRate: 1e-5, deviceBatch: 4, accumulation: 4, gpus: 8 };

function filesOf(changes: { readonly [name: string]: Json }): { readonly [path: string]: string } {
  return configurationFiles(checkOptions('llamafactory', llamaFactoryOptions, { ...PAPER, ...changes }), 7);
}

function order(options: { readonly [name: string]: Json }, start: string | null = 'ab') {
  const rows = { digest: 'cd', count: 10 };
  return { method: 'sft' as const, seed: 7, options, reward: null, rows, start, code: {} };
}

describe('the settings of LLaMA-Factory', () => {
  it('say everything that its defaults would decide otherwise', () => {
    expect(parse(filesOf({ deepspeed: 'zero2' })['train.yaml']!)).toEqual({
      model_name_or_path: 'model',
      trust_remote_code: false,
      flash_attn: 'auto',
      stage: 'sft',
      do_train: true,
      finetuning_type: 'full',
      deepspeed: 'deepspeed.json',
      dataset_dir: 'data',
      dataset: 'rows',
      template: 'qwen3_nothink',
      enable_thinking: false,
      cutoff_len: 2048,
      packing: false,
      disable_shuffling: false,
      preprocessing_num_workers: 16,
      dataloader_num_workers: 4,
      output_dir: 'output',
      overwrite_output_dir: false,
      logging_steps: 10,
      save_strategy: 'steps',
      save_steps: 500,
      save_total_limit: 2,
      save_only_model: false,
      report_to: 'none',
      per_device_train_batch_size: 4,
      gradient_accumulation_steps: 4,
      learning_rate: 1e-5,
      num_train_epochs: 2,
      lr_scheduler_type: 'cosine',
      warmup_ratio: 0.1,
      weight_decay: 0,
      max_grad_norm: 1,
      optim: 'adamw_torch',
      bf16: true,
      fp16: false,
      pure_bf16: false,
      seed: 7,
      data_seed: 7,
      ddp_timeout: 180_000_000,
      plot_loss: false,
    });
  });

  it('name the columns of the rows, since those that are not named would be left out', () => {
    expect(JSON.parse(filesOf({})['data/dataset_info.json']!)).toEqual({
      rows: {
        file_name: 'rows.jsonl',
        formatting: 'alpaca',
        columns: { prompt: 'instruction', query: 'input', response: 'output' },
      },
    });
  });

  it('have LoRA merged into a whole model, and know no adapter of full fine-tuning', () => {
    const lora = filesOf({ finetuning: 'lora', lora: { rank: 4, alpha: 8 } });
    expect(parse(lora['train.yaml']!)).toMatchObject({ lora_rank: 4, lora_alpha: 8, lora_target: 'all' });
    expect(parse(lora['merge.yaml']!)).toMatchObject({
      adapter_name_or_path: 'output',
      export_dir: 'merged',
      export_device: 'cpu',
    });
    expect(Object.keys(filesOf({}))).toEqual(['train.yaml', 'data/dataset_info.json']);
    expect(filesOf({})['train.yaml']).not.toContain('lora');
  });

  it('gather the weights of ZeRO-3, so that what is saved is a plain model', () => {
    const settings = (stage: string) =>
      JSON.parse(filesOf({ deepspeed: stage })['deepspeed.json']!) as { zero_optimization: object };
    expect(settings('zero2').zero_optimization).toMatchObject({ stage: 2 });
    expect(settings('zero3').zero_optimization).toMatchObject({
      stage: 3,
      stage3_gather_16bit_weights_on_model_save: true,
    });
  });

  it('keep the processor to itself where there is no GPU', () => {
    expect(parse(filesOf({ gpus: 0, precision: 'fp32' })['train.yaml']!)).toMatchObject({
      use_cpu: true,
      bf16: false,
      flash_attn: 'disabled',
    });
  });
});

describe('a request', () => {
  it('that cannot be carried out is refused with every fault by its name', () => {
    const { code, message } = failureOf(() =>
      engine.render(order({ ...PAPER, deviceBatch: 0, lerningRate: 1 })),
    );
    expect(code).toBe('PROUIE_ENGINE_OPTIONS');
    expect(message).toContain('deviceBatch');
    expect(message).toContain('lerningRate');
    expect(failureOf(() => engine.render(order(PAPER, null))).message).toContain('it starts from a model');
  });

  it('counts every row once an epoch', () => {
    expect(engine.workload(engine.render(order(PAPER)))).toEqual({ trainedRows: 20, answers: 0, gpus: 8 });
  });
});

describe('YAML for trainers in Python', () => {
  /** What PyYAML takes for a float; anything else with an exponent is a string to it. */
  const FLOAT = /^[-+]?(\d[\d_]*\.[\d_]*([eE][-+]\d+)?|\.\d+([eE][-+]\d+)?)$|^[-+]?\d+$/;

  it('writes every number so that Python reads a number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [, text] = /^value: (.*)\n$/.exec(yamlText({ value }))!;
        expect(text).toMatch(FLOAT);
        expect(Number(text)).toBe(value === 0 ? Number(text) : value);
      }),
    );
  });

  it('quotes strings that look like something else', () => {
    const strings = { a: 'yes', b: '1e-5', c: 'null', d: '12:30', e: '1_000', f: 'plain' };
    expect(parse(yamlText(strings), { version: '1.1' })).toEqual(strings);
  });
});
