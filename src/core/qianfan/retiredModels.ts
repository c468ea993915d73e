/** Models that Baidu took, or will take, out of service, with the day (Baidu qianfan/s/zmh4stou3, read 2026-09-24). */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['kimi-k2-instruct', '2026-03-26'],
  ['ernie-5.0', '2026-10-29'],
  ['ernie-4.5-turbo-128k', '2026-10-29'],
  ['ernie-4.5-turbo-32k', '2026-10-29'],
  ['ernie-4.5-turbo-vl', '2026-10-29'],
  ['ernie-4.5-turbo-vl-32k', '2026-10-29'],
]);

/** The ids of all that are known. */
export const retiredModels: readonly string[] = [...RETIRED.keys()];

/** The day a model was retired, as `2026-10-29`; `undefined` for one that is not known to be. */
export function retiredOn(model: string): string | undefined {
  return RETIRED.get(model.toLowerCase());
}
