import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** What the paper does not say of training and asking a language model; Appendix A.3 gives epochs and rollouts alone. */
export function languageModelAssumptions(profile: Profile): readonly Assumption[] {
  const { sft, easyr1, trl, generation, base } = profile.languageModel!;
  const isEasyR1 = profile.engine === 'easyr1';
  const grpo = isEasyR1 ? easyr1 : trl;
  const prefix = `languageModel.${isEasyR1 ? 'easyr1' : 'trl'}`;
  const said = (
    setting: string,
    value: unknown,
    alternatives: readonly string[],
    reason: string,
  ): Assumption => unmeasured(setting, 'training', String(value), alternatives, reason, setting);
  return [
    said(
      'languageModel.sft.finetuning',
      sft.finetuning,
      ['full', 'lora'].filter((name) => name !== sft.finetuning),
      'Not said whether all weights are trained or an adapter is.',
    ),
    said(
      'languageModel.sft.learningRate',
      sft.learningRate,
      [],
      "Not given; LLaMA-Factory's example for full fine-tuning of this family has 1e-5.",
    ),
    said(
      'languageModel.sft.scheduler',
      `${sft.scheduler}, warm-up over ${sft.warmupRatio} of the steps`,
      ['constant', 'linear'],
      "Not given; as in LLaMA-Factory's examples.",
    ),
    said(
      'languageModel.sft.deviceBatch',
      `${sft.deviceBatch * sft.accumulation * Math.max(1, sft.gpus)} rows a step`,
      [],
      'Not given.',
    ),
    said(
      'languageModel.sft.cutoff',
      `${sft.cutoff} tokens`,
      [],
      'Not given; a row that is longer ends the run, unless a share of such rows is allowed.',
    ),
    said(
      'languageModel.sft.template',
      sft.template,
      ['qwen3_nothink: no thinking block', 'qwen3: an empty thinking block before each answer'].filter(
        (text) => !text.startsWith(`${sft.template}:`),
      ),
      'Not said whether Qwen3 thinks, or how it is kept from it; training, GRPO and evaluation must agree.',
    ),
    unmeasured(
      'languageModel.base.emptyThinking',
      'evaluation',
      base.emptyThinking ? 'with an empty block of thinking' : 'as trained models are',
      [base.emptyThinking ? 'as trained models are' : 'with an empty block of thinking'],
      'Not said how Qwen3 without training was asked; left to itself it thinks before it answers, up to the limit.',
      'languageModel.base.emptyThinking',
    ),
    ...(grpo === undefined
      ? []
      : [
          said(
            `${prefix}.learningRate`,
            grpo.learningRate,
            [],
            "Not given; 1e-6 is the default of EasyR1, with which the paper's DE was done.",
          ),
          said(
            `${prefix}.kl`,
            `coefficient ${grpo.kl.coefficient}, towards the start of the phase`,
            ['0: no KL term', 'towards SA in all phases'],
            'Not given, and not whether there is a KL term.',
          ),
          said(
            `${prefix}.clip`,
            `${grpo.clip.low} down, ${grpo.clip.high} up`,
            ["0.2 down, 0.3 up: EasyR1's defaults"],
            'Not given; the original GRPO clips alike on both sides.',
          ),
          said(`${prefix}.temperature`, grpo.temperature, [], 'Not given for rollouts.'),
          said(
            `${prefix}.promptsPerStep`,
            `${grpo.promptsPerStep}, in updates of ${grpo.promptsPerUpdate}`,
            ["512, in updates of 128: EasyR1's example"],
            'Not given; prompts that do not fill a step are left out in each epoch, of which EE would lose most.',
          ),
          said(
            `${prefix}.lossMean`,
            grpo.lossMean,
            ["token: EasyR1's default"],
            'Not given; the original GRPO takes the mean over each answer first.',
          ),
          said(
            `${prefix}.maxAnswer`,
            `${grpo.maxAnswer} tokens after prompts of ${grpo.maxPrompt}`,
            [],
            'Not given; an answer that is cut off is rewarded as it is.',
          ),
        ]),
    unmeasured(
      'languageModel.generation',
      'evaluation',
      `greedy, ${String(generation['maxAnswer'])} tokens at most`,
      ["sampling with the model's own settings"],
      'Not said how answers are decoded in evaluation.',
      'languageModel.generation',
    ),
  ];
}
