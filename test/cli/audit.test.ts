import { describe, expect, it } from 'vitest';
import { freshWorkplace } from './workplace.ts';

describe('prouie audit', () => {
  it('prints every check and ends well, though the paper disagrees with itself', async () => {
    const { code, stdout, stderr } = await freshWorkplace().bare('audit');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('ner-rows-of-cm1 (inconsistent)');
    expect(stdout).toMatch(/^30 checks: 13 agree, 15 differ, 2 cannot be made from figures\.$/m);
  });

  it('prints the checks that are named, in that order', async () => {
    const { stdout } = await freshWorkplace().bare('audit', 'ee-rows', 'averages-of-re', '--json');
    const { checks } = JSON.parse(stdout) as { readonly checks: readonly { readonly id: string }[] };
    expect(checks.map(({ id }) => id)).toEqual(['ee-rows', 'averages-of-re']);
  });

  it('names the check that was meant', async () => {
    const { code, stderr } = await freshWorkplace().bare('audit', 'copied-figure');
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_AUDIT_UNKNOWN');
    expect(stderr).toContain('Did you mean "copied-figures"?');
  });

  it('takes one form at a time', async () => {
    const { code, stderr } = await freshWorkplace().bare('audit', '--json', '--markdown');
    expect(code).toBe(2);
    expect(stderr).toContain('--json and --markdown do not go together');
  });
});
