import type { ChatMessage } from '../chat.ts';
import type { Attachment } from './conversation.ts';
import { userMessage } from './prompts.ts';

interface Asked {
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
}

/**
 * The messages of a question that is asked outside of the chat.
 *
 * @param earlier questions before it about the same with their answers, the oldest first.
 */
export function messagesOfOne(
  system: string,
  earlier: readonly (Asked & { readonly answer: string })[],
  { prompt, attachments }: Asked,
): ChatMessage[] {
  return [
    { role: 'system', content: system },
    ...earlier.flatMap((each): ChatMessage[] => [
      { role: 'user', content: userMessage(each.prompt, each.attachments) },
      { role: 'assistant', content: each.answer },
    ]),
    { role: 'user', content: userMessage(prompt, attachments) },
  ];
}
