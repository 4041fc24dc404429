import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGate } from '../end-to-end/gate.ts';
import { asRun, pipelines, startProuie } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';

const PLANTED = 'hf_planted-secret-0123456789';
const SECRETS = { HF_TOKEN: PLANTED, WANDB_API_KEY: PLANTED, DATABASE_URL: PLANTED };

describe('a secret in the environment', () => {
  test.each([
    ['is not handed to nodes', {}],
    ['that is handed to nodes by name is hidden in their logs', { PROUIE_ENVIRONMENT: 'HF_TOKEN' }],
  ])('%s, and no file of the store holds it', async (_what, passing) => {
    const gate = await openGate();
    const cwd = temporaryFolder();
    const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`, 'left'];
    const started = startProuie({ cwd, env: { ...SECRETS, ...passing } }, 'run', '--json', ...flags);
    (await gate.arrival('left')).order({ do: 'confess' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(0);
    expect(ran.stdout + ran.stderr).not.toContain(PLANTED);
    const texts = filesUnder(cwd).map((path) => [path, readFileSync(path, 'utf8')] as const);
    expect(texts.filter(([, text]) => text.includes(PLANTED)).map(([path]) => path)).toEqual([]);
    const log = texts.find(([path]) => path.endsWith('log.txt'))![1];
    expect(log).toContain('"PATH":');
    expect(log.includes('"HF_TOKEN":"[hidden]"')).toBe('PROUIE_ENVIRONMENT' in passing);
    expect(log).not.toContain('WANDB_API_KEY');
    expect(log).not.toContain('DATABASE_URL');
  });
});

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}
