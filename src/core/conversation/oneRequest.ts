import type { ChatMessage } from '../chat.ts';
import type { Attachment } from './conversation.ts';
import { userMessage } from './prompts.ts';

interface Asked {
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
}

/**
 * Returns the messages of a question asked outside the chat.
 *
 * @param earlier previous questions on the same subject with their answers, oldest first.
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
