import type { Page } from 'playwright-core';

/** The frames of a page during a period, in milliseconds. */
export interface Frames {
  /** From one frame to the next, which includes the machine's other work. */
  readonly gaps: readonly number[];
  /** The page's own work for each frame: scripts, layout and paint. */
  readonly work: readonly number[];
  /** Tasks of more than 50 ms, as the browser reports them. */
  readonly longTasks: readonly number[];
}

/** Records frames in the page while the script `run` runs there. */
export function watchFrames(page: Page, run: string): Promise<Frames> {
  return page.evaluate<Frames>(`(async () => {
    const gaps = [];
    const work = [];
    const longTasks = [];
    const note = list => longTasks.push(...list.getEntries().map(({ duration }) => duration));
    const observer = new PerformanceObserver(note);
    observer.observe({ entryTypes: ['longtask'] });
    const { port1, port2 } = new MessageChannel();
    let begun;
    let isOver = false;
    port1.onmessage = () => work.push(performance.now() - begun);
    const frame = () => {
      // It is the first in its frame, for it was asked for first; the message comes after the frame is painted.
      const now = performance.now();
      if (begun !== undefined) gaps.push(now - begun);
      begun = now;
      port2.postMessage(0);
      if (!isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    await ${run};
    isOver = true;
    note({ getEntries: () => observer.takeRecords() });
    observer.disconnect();
    return { gaps, work, longTasks };
  })()`);
}
