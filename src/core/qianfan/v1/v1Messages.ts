import type { ChatMessage, ToolCall } from '../../chat.ts';
import { parseJson } from '../parseJson.ts';

/** A message in V1's words. */
export type V1Message =
  | { readonly role: 'user' | 'assistant'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly function_call: { readonly name: string; readonly arguments: string };
    }
  | { readonly role: 'function'; readonly name: string; readonly content: string };

/**
 * Messages as V1 takes them (Baidu WENXINWORKSHOP/s/Llsr67q8h): the system's apart, and one call after the other, each
 * with what it gave back.
 *
 * @param messages in the order of `orderedMessages`, which is V1's.
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
      // A call is written with what the tool gave back.
      if (calls.length === 0) written.push({ role: 'assistant', content });
    } else if (message.role === 'tool') {
      const call = calls.find(({ id }) => id === message.toolCallId);
      if (call !== undefined) written.push(...calledFunction(call, said, content));
      said = '';
    }
  }
  return { system, messages: written };
}

/** What the assistant said goes along with its first call. What a function gives back has to be JSON. */
function calledFunction({ name, arguments: text }: ToolCall, said: string, result: string): V1Message[] {
  const isJson = parseJson(result) !== undefined;
  return [
    { role: 'assistant', content: said === '' ? null : said, function_call: { name, arguments: text } },
    { role: 'function', name, content: isJson ? result : JSON.stringify({ result }) },
  ];
}
