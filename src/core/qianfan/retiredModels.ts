/** Models that Baidu has retired or will retire, with the date (Baidu qianfan/s/zmh4stou3, read 2026-09-24). */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['kimi-k2-instruct', '2026-03-26'],
  ['ernie-5.0', '2026-10-29'],
  ['ernie-4.5-turbo-128k', '2026-10-29'],
  ['ernie-4.5-turbo-32k', '2026-10-29'],
  ['ernie-4.5-turbo-vl', '2026-10-29'],
  ['ernie-4.5-turbo-vl-32k', '2026-10-29'],
]);

/** Ids of all known retired models. */
export const retiredModels: readonly string[] = [...RETIRED.keys()];

/** Returns the date of a model's retirement, such as `2026-10-29`; `undefined` if none is known. */
export function retiredOn(model: string): string | undefined {
  return RETIRED.get(model.toLowerCase());
}
