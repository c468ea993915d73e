import type { ChatMessage, ToolCall } from '../../chat.ts';
import { WenxinError } from '../../errors.ts';
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

/** What stands between two messages that both have to be the person's. It must not be empty. */
const ACKNOWLEDGEMENT = 'OK';
/** What Baidu's own SDK asks where an answer has to go on. */
const GO_ON = '继续';

/**
 * Messages as V1 takes them (Baidu WENXINWORKSHOP/s/Llsr67q8h): the system's apart, none blank, an odd number of which the
 * first and the last are the person's and no two neighbours the same side's. Neighbours of one side are joined with a
 * blank line, so that no text of the person's is lost; an answer to no question is left out. Throws `invalid` when there
 * is nothing to ask.
 */
export function v1Messages(messages: readonly ChatMessage[]): { system: string; messages: V1Message[] } {
  const system = messages.filter(({ role, content }) => role === 'system' && content.trim() !== '');
  const written: V1Message[] = [];
  let calls: readonly ToolCall[] = [];
  let said = '';
  for (const message of messages) {
    const { role, content } = message;
    if (role === 'system') continue;
    if (role === 'tool') {
      const call = calls.find(({ id }) => id === message.toolCallId);
      if (call === undefined || written.length === 0) addUser(written, content);
      else addCall(written, call, said, content);
      said = '';
      continue;
    }
    // A call is written with what the tool gave back: V1 has no place for one without.
    addAssistant(written, said);
    said = '';
    calls = role === 'assistant' ? (message.toolCalls ?? []) : [];
    if (role === 'user') addUser(written, content);
    else if (calls.length === 0) addAssistant(written, content);
    else said = content;
  }
  addAssistant(written, said);
  if (written.length === 0) throw new WenxinError('invalid', 'There is no question in the messages');
  if (written.at(-1)?.role === 'assistant') addUser(written, GO_ON);
  return { system: system.map(({ content }) => content).join('\n\n'), messages: written };
}

function addUser(written: V1Message[], content: string): void {
  if (content.trim() === '') return;
  const last = written.at(-1);
  if (last?.role === 'user') {
    written[written.length - 1] = { role: 'user', content: `${last.content}\n\n${content}` };
    return;
  }
  if (last?.role === 'function') written.push({ role: 'assistant', content: ACKNOWLEDGEMENT });
  written.push({ role: 'user', content });
}

function addAssistant(written: V1Message[], content: string): void {
  const last = written.at(-1);
  if (content.trim() === '' || last === undefined) return;
  if (last.role === 'assistant') {
    written[written.length - 1] = { role: 'assistant', content: `${last.content ?? ''}\n\n${content}` };
  } else {
    written.push({ role: 'assistant', content });
  }
}

/** A call and what it gave back. What the assistant said before goes along with its first call. */
function addCall(written: V1Message[], { name, arguments: text }: ToolCall, said: string, result: string): void {
  const last = written.at(-1);
  const before = last?.role === 'assistant' ? [last.content ?? '', said].filter(Boolean).join('\n\n') : said;
  if (last?.role === 'assistant') written.pop();
  written.push({
    role: 'assistant',
    content: before.trim() === '' ? null : before,
    function_call: { name, arguments: text },
  });
  // What a function gives back has to be JSON.
  const isJson = parseJson(result) !== undefined;
  written.push({ role: 'function', name, content: isJson ? result : JSON.stringify({ result }) });
}
