/** Values that steps made from inputs alone, kept by digest; the oldest goes first. */
export class StepMemory {
  readonly #values = new Map<string, unknown>();
  readonly #limit: number;

  constructor(limit = 4) {
    this.#limit = limit;
  }

  async get<T>(digest: string, make: () => T | Promise<T>): Promise<T> {
    const value = this.#values.has(digest) ? (this.#values.get(digest) as T) : await make();
    this.#values.delete(digest);
    this.#values.set(digest, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#limit) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}
