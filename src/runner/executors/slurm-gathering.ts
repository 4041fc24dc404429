/** How long the first of a group waits for others. */
const GATHER_MILLISECONDS = 500;

/** Gathers small nodes that come one after the other into groups for one job each. */
export class Gathering<T> {
  readonly #size: number;
  readonly #begin: (group: readonly T[]) => void;
  readonly #waiting: T[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param size of a group at most */
  constructor(size: number, begin: (group: readonly T[]) => void) {
    this.#size = size;
    this.#begin = begin;
  }

  add(member: T): void {
    this.#waiting.push(member);
    if (this.#waiting.length >= this.#size) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MILLISECONDS);
  }

  /** Gives back those that still wait for company. */
  release(): readonly T[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#waiting.splice(0);
  }

  #flush(): void {
    const waiting = [...this.release()];
    while (waiting.length > 0) this.#begin(waiting.splice(0, this.#size));
  }
}
