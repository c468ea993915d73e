import { findCaller } from './access.ts';
import { admitChat } from './admission.ts';
import { runChat } from './chatRun.ts';
import { streamedAnswer, wholeAnswer } from './completion.ts';
import type { Exchange } from './exchange.ts';
import type { ServiceState } from './serviceState.ts';
import { writeError } from './serviceErrors.ts';

/**
 * Handles `POST /v2/chat/completions`, from the checks to the bill. Throws a Refusal where the service would refuse.
 */
export async function answerChat(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const request = admitChat(exchange, service, findCaller(exchange.request, service), bytes);
  await runChat(exchange, service, request, { wholeAnswer, streamedAnswer, writeError });
}
