import type { ChatMessage, ToolCall } from '../../chat.ts';
import { parseJson } from '../parseJson.ts';

/** A message in V1's format. */
export type V1Message =
  | { readonly role: 'user' | 'assistant'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly function_call: { readonly name: string; readonly arguments: string };
    }
  | { readonly role: 'function'; readonly name: string; readonly content: string };

/**
 * Converts messages to V1's format (Baidu WENXINWORKSHOP/s/Llsr67q8h): the system text is separate, and calls follow
 * one another, each with its result.
 *
 * @param messages in the order of `orderedMessages`, which V1 requires.
 */
export function v1Messages(messages: readonly ChatMessage[]): { system: string; messages: V1Message[] } {
  let system = '';
  const written: V1Message[] = [];
  let calls: readonly ToolCall[] = [];
  let said = '';
  for (const message of messages) {
    const { content } = message;
    if (message.role === 'system') system = content;
    else if (message.role === 'user') written.push({ role: 'user', content });
    else if (message.role === 'assistant') {
      calls = message.toolCalls ?? [];
      said = content;
      // A call is written together with its result.
      if (calls.length === 0) written.push({ role: 'assistant', content });
    } else if (message.role === 'tool') {
      const call = calls.find(({ id }) => id === message.toolCallId);
      if (call !== undefined) written.push(...calledFunction(call, said, content));
      said = '';
    }
  }
  return { system, messages: written };
}

/** The assistant's text is attached to its first call. Function results must be JSON. */
function calledFunction({ name, arguments: text }: ToolCall, said: string, result: string): V1Message[] {
  const isJson = parseJson(result) !== undefined;
  return [
    { role: 'assistant', content: said === '' ? null : said, function_call: { name, arguments: text } },
    { role: 'function', name, content: isJson ? result : JSON.stringify({ result }) },
  ];
}
