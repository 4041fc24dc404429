import { describe, expect, test } from 'vitest';
import { within } from '../../../src/store/remote/patience.ts';
import { failureOfAsync } from '../../failure.ts';

const never = new AbortController().signal;
const forever = (): Promise<void> => new Promise(() => undefined);

describe('patience', () => {
  test('ends where nothing moves, also with what never ends and hears no signal', async () => {
    const failure = await failureOfAsync(() => within(0.05, 's3://lab/x', never, forever));
    expect(failure).toMatchObject({ code: 'PROUIE_REMOTE_SLOW' });
    expect(failure.message).toContain('s3://lab/x');
  });

  test('begins anew with every sign of progress', async () => {
    const steps = 12;
    const work = within(0.5, 'here', never, async (_signal, progress) => {
      for (let step = 0; step < steps; step++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        progress();
      }
      return steps;
    });
    await expect(work).resolves.toBe(steps);
  });

  test('tells what it stopped, by a signal', async () => {
    let told: unknown;
    const failure = await failureOfAsync(() =>
      within(0.05, 'here', never, async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        told = signal.reason;
      }),
    );
    expect(told).toBe(failure);
  });

  test('hands on how the work failed, and how it was interrupted', async () => {
    const broken = new Error('broken');
    await expect(within(5, 'here', never, () => Promise.reject(broken))).rejects.toBe(broken);
    const parent = new AbortController();
    const work = within(5, 'here', parent.signal, forever);
    parent.abort(broken);
    await expect(work).rejects.toBe(broken);
    await expect(within(5, 'here', parent.signal, () => Promise.resolve(1))).rejects.toBe(broken);
  });
});
