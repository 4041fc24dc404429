/**
 * Parts of a view that are built later: what is in sight before the next frame, what comes near before it is seen, and
 * the rest while the page has nothing else to do, so that a search in the page finds it. A print builds everything.
 */

/** Pixels below and above the window within which a part counts as near. */
const NEAR = 600;
/** Milliseconds of idle time that must be left for one more part. */
const ENOUGH = 8;

interface Part {
  readonly build: () => void;
  /** Whether it must be there when its place comes into sight. */
  readonly isSeen: boolean;
}

const waiting = new Map<HTMLElement, Part>();
let isAwake = false;

// Both sizes of one frame come in one call, after its layout and before it is painted.
const sizes = new ResizeObserver((entries) => {
  const places = entries
    .map(({ target }) => target as HTMLElement)
    .filter((place) => waiting.get(place)?.isSeen);
  // All are looked at before the first is built: building moves what stands below.
  for (const place of places.filter(isInSight)) buildNow(place);
  wake();
});
const approaches = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) buildNow(target as HTMLElement);
  },
  { rootMargin: `${NEAR}px` },
);

/**
 * @param place stands where the part will be, with about its height
 * @param build fills the place; called once, when the place is in the page and not hidden
 */
export function buildLater(place: HTMLElement, build: () => void): void {
  waiting.set(place, { build, isSeen: true });
  sizes.observe(place);
  approaches.observe(place);
  wake();
}

/** The same for what is folded away: the page has time for it, or somebody opens it and calls `buildNow`. */
export function buildFolded(place: HTMLElement, build: () => void): void {
  waiting.set(place, { build, isSeen: false });
  sizes.observe(place);
  wake();
}

/** Builds what waits at this place, if anything does. */
export function buildNow(place: HTMLElement): void {
  take(place)?.();
}

/** Builds everything that is not hidden. */
export function buildAll(): void {
  for (const place of [...waiting.keys()]) if (isShown(place)) buildNow(place);
}

function take(place: HTMLElement): (() => void) | undefined {
  const part = waiting.get(place);
  waiting.delete(place);
  sizes.unobserve(place);
  approaches.unobserve(place);
  return part?.build;
}

function isInSight(place: HTMLElement): boolean {
  const { top, bottom, width } = place.getBoundingClientRect();
  return width > 0 && bottom >= 0 && top <= window.innerHeight;
}

/** Told without a layout. */
function isShown(place: HTMLElement): boolean {
  return place.isConnected && place.closest('[hidden]') === null;
}

/** One round through what waits; places that are hidden wake it again when they get a size. */
function wake(): void {
  if (isAwake) return;
  isAwake = true;
  whenIdle((left) => {
    isAwake = false;
    for (const place of waiting.keys()) {
      if (!place.isConnected) take(place);
      else if (isShown(place)) {
        buildNow(place);
        if (left() < ENOUGH) break;
      }
    }
    if ([...waiting.keys()].some(isShown)) wake();
  });
}

/** Safari has no word for idle times: there a moment after the next frame stands for one. */
function whenIdle(work: (left: () => number) => void): void {
  if (typeof window.requestIdleCallback === 'function')
    window.requestIdleCallback((deadline) => work(() => deadline.timeRemaining()));
  else setTimeout(() => work(() => 0), 50);
}
