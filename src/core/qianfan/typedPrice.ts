/** Input and output price that the user typed, in yuan. */
export interface TypedPrice {
  readonly input: number;
  readonly output: number;
}

/** The maximum that `wenxin.prices` accepts. */
const MOST_YUAN = 100_000;

/**
 * Parses `4, 18`, also with spaces, slashes or Chinese punctuation as separators, and with `¥` before the numbers.
 * `undefined` for anything else.
 */
export function parseTypedPrice(text: string): TypedPrice | undefined {
  const match = /^[¥￥]?\s*(\d+(?:\.\d+)?|\.\d+)\s*[\s,，、;；/／]\s*[¥￥]?\s*(\d+(?:\.\d+)?|\.\d+)$/.exec(text.trim());
  const [input, output] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && input <= MOST_YUAN && output <= MOST_YUAN ? { input, output } : undefined;
}
