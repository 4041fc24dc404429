/**
 * The environments that have a lock in `locks/`: digest of the lock (SHA-256), and the versions in it of what was asked
 * for by name. Made by `scripts/lock-environment.mjs`.
 */
export const locked = {
  easyr1: {
    digest: 'a19121f568b0358ce93ee17c498404ae80a7353917adc08cfffd751f41e0c2d6',
    versions: {
      vllm: '0.11.0',
      transformers: '4.56.2',
      omegaconf: '2.3.0',
      ray: '2.52.1',
      tensordict: '0.10.0',
      torchdata: '0.11.0',
      accelerate: '1.12.0',
      codetiming: '1.4.0',
      datasets: '4.4.1',
      'liger-kernel': '0.6.4',
      mathruler: '0.1.0',
      pandas: '2.3.3',
      peft: '0.18.0',
      pylatexenc: '2.10',
      pyarrow: '22.0.0',
      'qwen-vl-utils': '0.0.14',
      torch: '2.8.0',
      numpy: '2.2.6',
      pillow: '13.0.0',
      setuptools: '80.9.0',
      wheel: '0.48.0',
      packaging: '25.0',
      ninja: '1.13.2',
      psutil: '7.2.2',
      einops: '0.8.2',
    },
  },
  grpo: {
    digest: '2ba8c354726ce0d3503ddbbdb204324c21af9762810b9ccc6b91b23f074db7e9',
    versions: {
      trl: '1.16.0',
      torch: '2.13.0',
      jinja2: '3.1.6',
      transformers: '5.23.0',
      datasets: '5.2.0',
      tokenizers: '0.23.3',
    },
  },
  predict: {
    digest: 'fb5799fa0d1da057f2394e47748f0254fb6e6fae257007dd8783fbf15391634a',
    versions: { vllm: '0.32.0', torch: '2.13.0', transformers: '5.19.0', tokenizers: '0.23.3' },
  },
  sft: {
    digest: '696df4df8d0964ba16f29adbe81337b75f491ada5f875b7e2a8baff07cd51918',
    versions: {
      torch: '2.9.1',
      torchvision: '0.24.1',
      torchaudio: '2.9.1',
      llamafactory: '0.9.5',
      transformers: '4.57.6',
      trl: '0.24.0',
      datasets: '4.0.0',
      tokenizers: '0.22.2',
    },
  },
} as const;
