import { runChat } from '../chatRun.ts';
import type { Exchange } from '../exchange.ts';
import type { ServiceState } from '../serviceState.ts';
import { admitV1Chat } from './admission.ts';
import { streamedAnswer, wholeAnswer } from './completion.ts';
import { writeV1Error } from './errors.ts';

/** Path of a chat service; the group captures its endpoint name. */
export const V1_CHAT = /^\/rpc\/2\.0\/ai_custom\/v1\/wenxinworkshop\/chat\/([^/]+)$/;

/**
 * Handles `POST /rpc/2.0/ai_custom/v1/wenxinworkshop/chat/{endpoint}`, from the checks to the bill. Throws a V1Refusal
 * where the service would refuse.
 */
export async function answerV1Chat(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const endpoint = V1_CHAT.exec(exchange.record.path.split('?')[0] ?? '')?.[1] ?? '';
  const request = admitV1Chat(exchange, service, endpoint, bytes);
  await runChat(exchange, service, request, { wholeAnswer, streamedAnswer, writeError: writeV1Error });
}
