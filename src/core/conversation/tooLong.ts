import type { Tool } from '../answerOptions.ts';
import type { ChatMessage } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import { estimateMessagesTokens } from '../tokens.ts';

/** An estimate may be too high by so much. What is still too long then, is it for certain; the rest is the service's to judge. */
const CERTAIN_SHARE = 0.9;

/**
 * Throws `too-long` for a question that cannot fit into the model's context, so that it need not be sent to find out.
 *
 * @param contextTokens tokens of question and answer together that the model takes; `undefined` when unknown.
 * @param tools what it is told of tools, which takes room as well.
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
