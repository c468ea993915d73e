/** The part that sets formulas, which is loaded with the first of them. */
let katex: Promise<typeof import('katex').default> | undefined;

const OPTIONS = {
  throwOnError: true,
  // Chinese and other letters of the world are set as they are, without a warning in the console.
  strict: false,
  // In em: nothing lies over half of the page.
  maxSize: 10,
  // A macro that calls itself ends.
  maxExpand: 500,
} as const;

/** So long formulas are set at a time; then the page paints. */
const SLICE_MS = 8;

let sliceStartMs = 0;

/** Those who wait for the next slice. */
let nextSlice: Promise<void> | undefined;

/** Is there at once while the slice lasts; an answer with hundreds of formulas holds nothing up. */
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

/** A formula, set; `undefined` where its source is wrong or the part that sets it cannot be loaded. Never rejects. */
export async function renderMath(tex: string, display: boolean): Promise<Element | undefined> {
  katex ??= import('katex').then(part => part.default);
  try {
    const setter = await katex;
    await room();
    const place = document.createElement('span');
    let isRefused = false;
    // Links, pictures, and classes and ids of a model's choice: not even the rest of such a formula is set.
    const trust = (): boolean => !(isRefused = true);
    setter.render(tex, place, { ...OPTIONS, trust, displayMode: display });
    return isRefused ? undefined : place;
  } catch {
    // Its source is shown, which says more than an error of TeX.
    return undefined;
  }
}
