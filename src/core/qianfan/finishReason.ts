import type { Finish } from '../chat.ts';

const REASONS: ReadonlyMap<string, Finish> = new Map([
  ['length', 'length'],
  ['content_filter', 'filtered'],
  ['tool_calls', 'tools'],
  ['function_call', 'tools'],
]);

/**
 * What a `finish_reason` of either protocol means. `normal` is Qianfan's older word for `stop` (Baidu qianfan-api/s/Cm7o88xxp);
 * what is unknown ended by itself all the same.
 */
export function readFinishReason(reason: string): Finish {
  return REASONS.get(reason) ?? 'stop';
}
