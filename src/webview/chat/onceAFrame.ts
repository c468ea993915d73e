/** Work that runs at most once per frame. */
export interface OnceAFrame {
  /** Runs it before the next frame is painted, however often this is called until then. */
  soon(): void;
  /** Runs it at once and cancels a pending run. */
  now(): void;
}

/** Coalesces requests for some work, usually rendering, until the next frame. */
export function onceAFrame(work: () => void): OnceAFrame {
  let frame: number | undefined;
  const now = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    work();
  };
  return {
    soon: () => {
      frame ??= requestAnimationFrame(now);
    },
    now,
  };
}
