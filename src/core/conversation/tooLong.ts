import type { Tool } from '../answerOptions.ts';
import type { ChatMessage } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import { estimateMessagesTokens } from '../tokens.ts';

/**
 * Tolerance for overestimation. Questions that exceed the limit even after this reduction are certainly too long; for
 * the rest, the service decides.
 */
const CERTAIN_SHARE = 0.9;

/**
 * Throws `too-long` for a question that cannot fit into the model's context, to avoid sending it.
 *
 * @param contextTokens the model's limit for question and answer together, in tokens; `undefined` if unknown.
 * @param tools tool declarations, which count too.
 */
export function refuseTooLong(
  messages: readonly ChatMessage[],
  contextTokens: number | undefined,
  tools: readonly Tool[] = [],
): void {
  if (contextTokens === undefined) return;
  const tokens = estimateMessagesTokens(messages, tools);
  if (tokens * CERTAIN_SHARE <= contextTokens) return;
  throw new WenxinError('too-long', 'The question is longer than the model takes', {
    tokens,
    limitTokens: contextTokens,
  });
}
