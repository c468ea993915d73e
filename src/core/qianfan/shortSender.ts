import { WenxinError } from '../errors.ts';
import { exchangeDetails, type Exchange } from '../exchange.ts';
import { sendSmall } from '../smallRequest.ts';
import type { SendShort } from '../shortRequest.ts';
import { parseJson } from './parseJson.ts';
import type { Sender } from './sendRequest.ts';
import { requestIdOf } from './serviceError.ts';

/**
 * Returns a function that sends short requests through the same network stack as the chats, with the same connection
 * failures.
 */
export function shortSender(sender: Sender): SendShort {
  return async ({ headers: proof, secrets, ...request }, signal) => {
    const { method, url } = request;
    const headers = headersOf(proof, { host: url.host, secrets });
    const answer = await sendSmall(sender, { ...request, headers }, signal);
    const requestId = requestIdOf(answer.headers, secrets);
    sender.logger.debug(`${method} ${url.host}${url.pathname}: HTTP ${answer.status}, id ${requestId}`);
    return {
      status: answer.status,
      headers: answer.headers,
      body: parseJson(answer.text),
      ...(requestId === undefined ? {} : { requestId }),
    };
  };
}

function headersOf(proof: Readonly<Record<string, string>>, exchange: Exchange): Headers {
  try {
    return new Headers(proof);
  } catch {
    // The original error message contains the value.
    throw new WenxinError('credentials', 'A header cannot hold what proves who asks', exchangeDetails(exchange));
  }
}
