/**
 * The environments that have a lock in `locks/`: digest of the lock (SHA-256), and the versions in it of what was asked
 * for by name. Made by `scripts/lock-environment.mjs`.
 */
export const locked = {
  easyr1: {
    digest: 'bb885365c50c49bf4479132fcbb4a71c20a0a3cef333be5b325374b77c924a25',
    versions: { vllm: '0.11.0' },
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
