import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prouie } from './prouie.ts';
import { prouieHere } from './prouie-here.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The profile of the reproduction on a few synthetic rows, so that no corpus is needed. */
const few = Object.entries({
  corpora: 'synthetic',
  synthetic: '{seed: 20, scale: 0.001, train: 60, val: 2, test: 6, queries: 4}',
  scale: '{cm1: 0.002, cm2: 0.002, cm3: 0.02, sa: 0.02, de1: 0.01, de2: 0.01, de3: 0.05}',
  variants: '{full: {}, without-sa: {}}',
}).flatMap(([path, value]) => ['--set', `${path}=${value}`]);

describe('render --profile paper, where there is neither a cluster nor a model', () => {
  const caller = { cwd: temporaryFolder() };
  const out = join(temporaryFolder(), 'requests');
  const text = (path: string): string => readFileSync(join(out, path), 'utf8');
  let printed: Awaited<ReturnType<typeof prouie>>;

  beforeAll(async () => {
    printed = await prouie(caller, 'render', '--profile', 'paper', ...few, '--out', out);
  }, 180_000);

  test('writes a request, the files of its program, its rows and a script for every run', () => {
    expect(printed.code, printed.stderr).toBe(0);
    for (const phase of ['cm1', 'cm2', 'cm3', 'sa']) {
      expect(readdirSync(join(out, 'render', phase)).sort()).toEqual([
        'data',
        'deepspeed.json',
        'request.json',
        'train.yaml',
      ]);
      expect(readdirSync(join(out, 'render', phase, 'data')).sort()).toEqual([
        'dataset_info.json',
        'rows.jsonl',
      ]);
      expect(existsSync(join(out, 'train', phase, 'job.sh'))).toBe(true);
    }
    const rows = text('render/cm3/data/rows.jsonl').trimEnd().split('\n');
    const request = JSON.parse(text('render/cm3/request.json')) as { rows: { count: number } };
    expect(rows).toHaveLength(request.rows.count);
  });

  test('has LLaMA-Factory train on eight GPUs from the phase before', () => {
    expect(parse(text('render/cm2/train.yaml'))).toMatchObject({
      model_name_or_path: 'model',
      finetuning_type: 'full',
      template: 'qwen3_nothink',
      num_train_epochs: 2,
      overwrite_output_dir: false,
      deepspeed: 'deepspeed.json',
    });
    const request = JSON.parse(text('render/cm2/request.json')) as Record<string, unknown>;
    expect(request).toMatchObject({ engine: 'llamafactory', start: '<digest of train/cm1>', seed: 1 });
    expect(JSON.parse(text('render/cm1/request.json'))).toMatchObject({ start: '<digest of model/start>' });
  });

  test('has EasyR1 roll out as often as the paper does, phase by phase', () => {
    const phases = ['de1', 'de2', 'de3'].map((phase) => {
      const request = JSON.parse(text(`render/${phase}/request.json`)) as {
        readonly engine: string;
        readonly options: { readonly rollouts: number; readonly epochs: number; readonly gpus: number };
      };
      const { rollouts, epochs, gpus } = request.options;
      return [request.engine, rollouts, epochs, gpus];
    });
    expect(phases).toEqual([
      ['easyr1', 4, 2, 8],
      ['easyr1', 8, 3, 8],
      ['easyr1', 8, 3, 8],
    ]);
  });

  test('asks SLURM for what the profile says, and splits answers into an array', () => {
    const training = text('train/cm1/job.sh');
    expect(training).toMatch(/^#SBATCH --gpus=8$/m);
    expect(training).toMatch(/^#SBATCH --cpus-per-task=64$/m);
    expect(training).toContain("exec '");
    const answers = text('generate/de3/job.sh');
    expect(answers).toMatch(/^#SBATCH --array=0-7$/m);
    expect(answers).toMatch(/^#SBATCH --gpus=1$/m);
  });

  test('leaves rows with which `show --request` prints the same request, and each file that it holds', async () => {
    const show = (...words: readonly string[]) =>
      prouieHere(caller, 'show', '--profile', 'paper', ...few, '--request', ...words);
    const { stdout, stderr } = await show('train/cm2');
    expect(stdout, stderr).toContain(`==> render/cm2/train.yaml <==\n${text('render/cm2/train.yaml')}`);
    expect(stdout).toMatch(/"llamafactory": "\d/);
    const { stdout: json } = await show('render/cm2', '--json');
    expect(JSON.parse(json)).toEqual(JSON.parse(text('render/cm2/request.json')));
    const { stdout: asked } = await show('generate/de3');
    expect(asked).toContain('==> render/generate/de3/settings.json <==');
    expect((await show('mix/cm2')).stderr).toMatch(/PROUIE_REQUEST_NONE: mix\/cm2 neither .*\n.*render\/cm1/);
  });

  test('estimates GPU hours from speeds that it names as assumed', () => {
    const { speeds, nodes } = JSON.parse(text('estimate.json')) as {
      readonly speeds: { readonly training: number; readonly start: number };
      readonly nodes: readonly {
        readonly node: string;
        readonly gpus: number;
        readonly trainedTokens: number;
        readonly generatedTokens: number;
        readonly gpuHours: number;
      }[];
    };
    const cm1 = nodes.find(({ node }) => node === 'train/cm1')!;
    expect(cm1).toMatchObject({ gpus: 8, generatedTokens: 0 });
    expect(cm1.gpuHours).toBeCloseTo(
      (8 * (speeds.start + cm1.trainedTokens / speeds.training / 8)) / 3600,
      9,
    );
    expect(nodes.find(({ node }) => node === 'train/de2')!.generatedTokens).toBeGreaterThan(0);
    const total = nodes.reduce((sum, { gpuHours }) => sum + gpuHours, 0);
    expect(printed.stdout).toContain(`together`);
    expect(printed.stdout).toContain(total.toFixed(1));
    expect(printed.stdout).toContain('Speeds are assumed, not measured');
  });

  test('trains nothing, and says what it left out where data sets are missing', async () => {
    const without = await prouie(caller, 'render', '--profile', 'paper', '--out', join(out, 'none'));
    expect(without.code).toBe(0);
    expect(without.stderr).toMatch(/^0 requests, 0 files/m);
    expect(without.stderr).toContain('could not be written: their data sets are not there');
  });
});
