/** KaTeX, loaded with the first formula. */
let katex: Promise<typeof import('katex').default> | undefined;

const OPTIONS = {
  throwOnError: true,
  // Render Chinese and other non-Latin letters as they are, without a console warning.
  strict: false,
  // In em: no element can cover half of the page.
  maxSize: 10,
  // Stops recursive macros.
  maxExpand: 500,
} as const;

/** How long formulas are rendered before the event loop gets a chance to paint. */
const SLICE_MS = 8;

let sliceStartMs = 0;

/** Shared by all callers that wait for the next slice. */
let nextSlice: Promise<void> | undefined;

/**
 * Returns at once while the current slice lasts, else waits for the next; so an answer with hundreds of formulas does
 * not block the page.
 */
async function room(): Promise<void> {
  while (performance.now() - sliceStartMs > SLICE_MS) {
    nextSlice ??= new Promise(resolve => {
      setTimeout(() => {
        nextSlice = undefined;
        sliceStartMs = performance.now();
        resolve();
      });
    });
    await nextSlice;
  }
}

/** Renders a formula; `undefined` if its source is invalid or KaTeX cannot be loaded. Never rejects. */
export async function renderMath(tex: string, display: boolean): Promise<Element | undefined> {
  katex ??= import('katex').then(part => part.default);
  try {
    const setter = await katex;
    await room();
    const place = document.createElement('span');
    let isRefused = false;
    // A formula with links, images, or classes and ids chosen by the model is not rendered at all.
    const trust = (): boolean => !(isRefused = true);
    setter.render(tex, place, { ...OPTIONS, trust, displayMode: display });
    return isRefused ? undefined : place;
  } catch {
    // The caller shows the source, which is more useful than a TeX error.
    return undefined;
  }
}
