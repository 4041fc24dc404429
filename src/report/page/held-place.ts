/** Keeps what a link led to at the top of the window while parts above it get their height, until the reader moves. */
export interface HeldPlace {
  /** Scrolls there, or holds nothing any more. */
  hold(target: Element | undefined): void;
  /** To be called whenever a part was built. */
  settle(): void;
}

/** By these a reader moves. */
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

export function makeHeldPlace(): HeldPlace {
  let held: Element | undefined;
  const settle = (): void => held?.scrollIntoView();
  const release = (): void => {
    held = undefined;
    for (const move of MOVES) window.removeEventListener(move, release);
  };
  return {
    hold: (target) => {
      release();
      if (target === undefined) return;
      held = target;
      for (const move of MOVES) window.addEventListener(move, release, { passive: true });
      settle();
    },
    settle,
  };
}
