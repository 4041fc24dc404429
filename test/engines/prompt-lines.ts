import { writeFileSync } from 'node:fs';
import type { PromptLine } from '../../src/engines/generation.ts';
import { inventRows } from './embedded/invented-rows.ts';

/** Prompts of two data sets, of different lengths. */
export function inventPrompts(count: number): PromptLine[] {
  return inventRows('re', count, 9).map(({ instruction, input }, index) => ({
    id: `p${Math.floor(index / 2)}`,
    dataset: index % 2 === 0 ? 'mills' : 'ports',
    instruction,
    input: Array.from({ length: 1 + (index % 4) }, () => input).join(' '),
  }));
}

export function writePrompts(path: string, prompts: readonly PromptLine[]): void {
  writeFileSync(path, prompts.map((prompt) => `${JSON.stringify(prompt)}\n`).join(''));
}
