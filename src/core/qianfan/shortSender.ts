import { WenxinError } from '../errors.ts';
import type { SendShort } from '../shortRequest.ts';
import { startLateTimer } from './lateTimer.ts';
import { parseJson } from './parseJson.ts';
import { ResponseBody } from './responseBody.ts';
import { sendForHead, type Sender } from './sendRequest.ts';
import { exchangeDetails, type Exchange } from './serviceError.ts';

const MAX_BODY_BYTES = 64 * 1024;
const LIMIT_MS = 10_000;

/** Sends short requests over the same network as the chats, with the same failures to connect. */
export function shortSender(sender: Sender): SendShort {
  return async ({ method, url, headers: proof, secrets }, signal) => {
    signal.throwIfAborted();
    const exchange: Exchange = { host: url.host, secrets };
    const headers = headersOf(proof, exchange);
    // Aborted by whichever is first: the caller, or the limit of time.
    const inner = new AbortController();
    const stopTimer = startLateTimer(sender.clock, LIMIT_MS, () => {
      const details = { ...exchangeDetails(exchange), limitSeconds: LIMIT_MS / 1000 };
      inner.abort(new WenxinError('timeout', 'No answer in time', details));
    });
    const onAbort = (): void => inner.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const { response, exchange: known } = await sendForHead(sender, url, { method, headers }, exchange, inner.signal);
      const body = new ResponseBody(response, MAX_BODY_BYTES, known, inner.signal);
      return {
        status: response.status,
        headers: response.headers,
        body: parseJson(await body.text()),
        ...(known.requestId === undefined ? {} : { requestId: known.requestId }),
      };
    } finally {
      signal.removeEventListener('abort', onAbort);
      stopTimer();
    }
  };
}

function headersOf(proof: Readonly<Record<string, string>>, exchange: Exchange): Headers {
  try {
    return new Headers(proof);
  } catch {
    // Its message holds the value.
    throw new WenxinError('credentials', 'A header cannot hold what proves who asks', exchangeDetails(exchange));
  }
}
