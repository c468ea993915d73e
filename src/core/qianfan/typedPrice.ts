/** What a person typed for the input and the output of a model, in yuan. */
export interface TypedPrice {
  readonly input: number;
  readonly output: number;
}

/** As much as `wenxin.prices` takes. */
const MOST_YUAN = 100_000;

/** Reads `4, 18`, also with blanks, slashes or Chinese punctuation between, and `¥` before. `undefined` for anything else. */
export function parseTypedPrice(text: string): TypedPrice | undefined {
  const match = /^[¥￥]?\s*(\d+(?:\.\d+)?|\.\d+)\s*[\s,，、;；/／]\s*[¥￥]?\s*(\d+(?:\.\d+)?|\.\d+)$/.exec(text.trim());
  const [input, output] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && input <= MOST_YUAN && output <= MOST_YUAN ? { input, output } : undefined;
}
