import type { ChatMessage } from '../chat.ts';
import type { Turn } from './conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from './prompts.ts';
import { isSendable } from './trimmedTurns.ts';

/**
 * The turns up to this one, as it is asked: those before it on its branch, and itself. Where the service's rules ended the
 * conversation, nothing up to there is said again. A built-in command is asked by itself: it says all there is to say, what
 * was talked about before would only cost, and its answer serves again.
 */
export function turnsUpTo(turn: Turn, before: readonly Turn[]): readonly Turn[] {
  if (turn.feature !== 'chat') return [turn];
  const end = before.findLastIndex(({ answer }) => answer.safety === 'ended');
  return [...before.slice(end + 1), turn];
}

/**
 * What is sent for the last of `turns`: the system prompt, at most `maxTurns` answered earlier turns, the question.
 * Turns without a usable answer are left out, because the service wants user and assistant to alternate.
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
