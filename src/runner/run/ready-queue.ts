/**
 * Nodes that may be started, the longest chain first (of equal ones the earlier in the pipeline), or the other way
 * round. A binary heap, so that a hundred thousand ready nodes cost no more than a sort.
 */
export class ReadyQueue {
  readonly #heap: number[] = [];
  readonly #weights: ArrayLike<number>;
  readonly #sign: 1 | -1;

  /** @param weights of every node, by index */
  constructor(weights: ArrayLike<number>, order: 'longest-first' | 'reversed') {
    this.#weights = weights;
    this.#sign = order === 'reversed' ? -1 : 1;
  }

  get length(): number {
    return this.#heap.length;
  }

  add(index: number): void {
    const heap = this.#heap;
    let at = heap.push(index) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(heap[at]!, heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** @returns the node to start next; undefined when none is ready */
  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || heap.length === 0) return first;
    heap[0] = last!;
    for (let at = 0; ; ) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isBefore(heap[child]!, heap[best]!)) best = child;
      }
      if (best === at) return first;
      this.#swap(at, best);
      at = best;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#weights[a]! - this.#weights[b]!;
    return this.#sign * (difference === 0 ? b - a : difference) > 0;
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = kept;
  }
}
