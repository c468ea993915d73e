/** Something that is done at most once a frame. */
export interface OnceAFrame {
  /** Before the next frame is painted, however often it is called until then. */
  soon(): void;
  /** At once, and then not in the next frame, unless asked for again. */
  now(): void;
}

/** Collects requests to do something, usually to render, until the next frame. */
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
