/**
 * The service's wish to be left alone, in milliseconds, from `retry-after-ms` or `Retry-After`. The latter is seconds
 * or an HTTP date, which is compared with the answer's own `Date` so that a wrong clock here does no harm.
 * What lies in the past is 0; what cannot be read is `undefined`. Qianfan documents neither header, but gateways before
 * it send them (Baidu WENXINWORKSHOP/s/hlzic283e).
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = readNumber(headers.get('retry-after-ms'));
  if (milliseconds !== undefined) return bounded(milliseconds);
  const text = headers.get('retry-after');
  const seconds = readNumber(text);
  if (seconds !== undefined) return bounded(seconds * 1000);
  const dateMs = readDate(text);
  if (dateMs === undefined) return undefined;
  return bounded(dateMs - (readDate(headers.get('date')) ?? nowMs));
}

function readNumber(text: string | null): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^[-+]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

function readDate(text: string | null): number | undefined {
  // `Date.parse` also takes "5 minutes" and the like for a date; HTTP dates begin with the day's name.
  if (text === null || !/^\s*(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.round(ms)), Number.MAX_SAFE_INTEGER);
}
