import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { inventRows } from './embedded/invented-rows.ts';
import { enginePath, runPython, sftPython, tinyModel } from './engine-python.ts';

describe.skipIf(sftPython === undefined)('the preflight (needs the Python environment sft)', () => {
  it('agrees where no engine writes of thinking, and shows where one does and another does not', () => {
    const folder = temporaryFolder();
    const rows = join(folder, 'rows.jsonl');
    const invented = (['ner', 're', 'ee'] as const).flatMap((task) => inventRows(task, 20, 2));
    writeFileSync(rows, invented.map((row) => `${JSON.stringify(row)}\n`).join(''));
    // What Qwen3's template does when it is told that there is no thinking, said to all.
    const silent = join(folder, 'silent.jinja');
    writeFileSync(
      silent,
      "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}{{ '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}",
    );
    const common = ['--model', tinyModel(), '--rows', rows];
    const cases = [
      ['--template', 'qwen3_nothink'],
      ['--template', 'qwen3', '--empty-thinking', '--chat-template', silent],
      ['--template', 'qwen3', '--empty-thinking'],
      ['--template', 'qwen3'],
    ].map((words) => [...common, ...words]);
    const program = join(import.meta.dirname, 'preflight-cases.py');
    const said = JSON.parse(
      runPython(program, [enginePath('preflight.py'), JSON.stringify(cases)])
        .trimEnd()
        .split('\n')
        .at(-1)!,
    ) as readonly string[];
    const [plain, empty] = said.slice(0, 2).map((text) => JSON.parse(text) as { readonly sha256: string });
    expect(plain).toMatchObject({
      prompts: 50,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      ways: ['fine-tuning', 'grpo', 'generation'],
      ropeTheta: 1_000_000,
    });
    expect(empty!.sha256).not.toBe(plain!.sha256);
    expect(said[2]).toMatch(
      /^PromptError: prompt 1 is not the same for fine-tuning and grpo: behind \d+ equal tokens fine-tuning goes on with '<think>/,
    );
    expect(said[3]).toMatch(
      /^PromptError: fine-tuning with template qwen3 would teach to begin with '<think>/,
    );
  }, 240_000);
});
