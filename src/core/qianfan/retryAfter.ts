/**
 * Reads how long the service asks clients to wait, in milliseconds, from `retry-after-ms` or `Retry-After`. The latter
 * has seconds or an HTTP date, which is compared with the response's own `Date`, so that a wrong local clock does no
 * harm. Returns 0 for a time in the past, `undefined` for an unreadable value. Qianfan documents neither header, but
 * gateways before it send them (Baidu WENXINWORKSHOP/s/hlzic283e).
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
  // `Date.parse` also accepts texts such as "5 minutes"; HTTP dates begin with a weekday.
  if (text === null || !/^\s*(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.round(ms)), Number.MAX_SAFE_INTEGER);
}
