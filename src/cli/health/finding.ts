/** What one check found, and what to do about it. */
export interface Finding {
  readonly name: string;
  /** `warn`: prouie runs, but not all of it or not well; `fail`: it does not run. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  readonly advice: string | null;
}

export function ok(name: string, found: string): Finding {
  return { name, status: 'ok', found, advice: null };
}

export function warn(name: string, found: string, advice: string): Finding {
  return { name, status: 'warn', found, advice };
}

export function fail(name: string, found: string, advice: string): Finding {
  return { name, status: 'fail', found, advice };
}

/** The first line of what an error says. */
export function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0]!;
}
