import type { ChatMessage } from '../chat.ts';
import type { Turn } from './conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from './prompts.ts';
import { isSendable } from './trimmedTurns.ts';

/**
 * Returns the turns relevant for a question: the earlier ones on its branch, and itself. If the service's safety rules
 * ended the conversation, everything up to that turn is dropped. A built-in command is sent alone: its prompt is
 * self-contained, earlier turns would only add cost, and its answer stays cacheable.
 */
export function turnsUpTo(turn: Turn, before: readonly Turn[]): readonly Turn[] {
  if (turn.feature !== 'chat') return [turn];
  const end = before.findLastIndex(({ answer }) => answer.safety === 'ended');
  return [...before.slice(end + 1), turn];
}

/**
 * Returns the messages for the last of `turns`: the system prompt, at most `maxTurns` answered earlier turns, and the
 * question. Turns without a usable answer are skipped, because the service requires user and assistant to alternate.
 */
export function messagesFor(turns: readonly Turn[], maxTurns: number, language: ReplyLanguage): ChatMessage[] {
  const current = turns.at(-1);
  if (!current) throw new RangeError('a conversation without a question has nothing to send');
  const answered = turns.slice(0, -1).filter(isSendable);
  const messages: ChatMessage[] = [{ role: 'system', content: systemPrompt(language) }];
  for (const turn of answered.slice(-maxTurns)) {
    messages.push({ role: 'user', content: userMessage(turn.prompt, turn.attachments) });
    messages.push({ role: 'assistant', content: turn.answer.text });
  }
  messages.push({ role: 'user', content: userMessage(current.prompt, current.attachments) });
  return messages;
}
