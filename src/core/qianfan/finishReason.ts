import type { Finish } from '../chat.ts';

const REASONS: ReadonlyMap<string, Finish> = new Map([
  ['length', 'length'],
  ['content_filter', 'filtered'],
  ['tool_calls', 'tools'],
  ['function_call', 'tools'],
]);

/**
 * Maps a `finish_reason` of either protocol. `normal` is Qianfan's older value for `stop` (Baidu
 * qianfan-api/s/Cm7o88xxp); unknown values also map to `stop`.
 */
export function readFinishReason(reason: string): Finish {
  return REASONS.get(reason) ?? 'stop';
}
