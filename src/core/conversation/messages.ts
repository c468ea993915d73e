import type { ChatMessage } from '../chat.ts';
import type { Turn } from './conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from './prompts.ts';

/**
 * The turns up to this one, as it is asked: those before it, or before the one that it repeats. A built-in command is asked
 * by itself: it says all there is to say, what was talked about before would only cost, and its answer serves again.
 */
export function turnsUpTo(turn: Turn, turns: readonly Turn[]): readonly Turn[] {
  if (turn.feature !== 'chat') return [turn];
  const first = turns.findIndex(({ id }) => id === turn.id || id === turn.repeats);
  return [...turns.slice(0, first), turn];
}

/**
 * What is sent for the last of `turns`: the system prompt, at most `maxTurns` answered earlier turns, the question.
 * Turns without a usable answer are left out, because the service wants user and assistant to alternate.
 */
export function messagesFor(turns: readonly Turn[], maxTurns: number, language: ReplyLanguage): ChatMessage[] {
  const current = turns.at(-1);
  if (!current) throw new RangeError('a conversation without a question has nothing to send');
  const answered = turns
    .slice(0, -1)
    .filter(turn => turn.answer.text.trim() !== '' && turn.answer.safety === undefined);
  const messages: ChatMessage[] = [{ role: 'system', content: systemPrompt(language) }];
  for (const turn of answered.slice(-maxTurns)) {
    messages.push({ role: 'user', content: userMessage(turn.prompt, turn.attachments) });
    messages.push({ role: 'assistant', content: turn.answer.text });
  }
  messages.push({ role: 'user', content: userMessage(current.prompt, current.attachments) });
  return messages;
}
