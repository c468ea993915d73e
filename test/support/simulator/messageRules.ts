import { isObject, type JsonObject, unknownField } from './json.ts';
import { checkCalled } from './toolRules.ts';

/**
 * Which role may follow which. Baidu documents strict alternation for V1 only; the official SDK's mock enforces it for
 * V2 as well (Baidu qianfan-api/s/3m7of64lb), and so does the simulator: a client that alternates is correct either
 * way.
 */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  start: ['system', 'user'],
  system: ['user'],
  user: ['assistant'],
  assistant: ['user', 'tool'],
  tool: ['tool', 'assistant'],
};
const MESSAGE_FIELDS = ['role', 'content', 'name', 'tool_calls', 'tool_call_id'];

/** Checks a `messages` list; returns the text of an `invalid_messages` error or `null`. */
export function checkMessages(messages: unknown, vision: boolean): string | null {
  if (!Array.isArray(messages)) return 'messages must be a list';
  if (messages.length === 0) return 'messages can not be empty';
  let previous = 'start';
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (!isObject(message)) return `messages[${index}] must be an object`;
    const complaint = checkMessage(message, previous, open, vision);
    if (complaint !== null) return `messages[${index}]: ${complaint}`;
    previous = String(message['role']);
    if (previous === 'tool') open.delete(String(message['tool_call_id']));
    else open = toolCallIds(message);
  }
  if (previous !== 'user' && previous !== 'tool') return 'the role of the last message must be user or tool';
  return open.size > 0 ? `no answer for tool call ${[...open].join(', ')}` : null;
}

function checkMessage(message: JsonObject, previous: string, open: Set<string>, vision: boolean): string | null {
  const { role, content, name } = message;
  const stranger = unknownField(message, MESSAGE_FIELDS);
  if (stranger !== undefined) return `unknown field ${stranger}`;
  if (typeof role !== 'string' || !Object.hasOwn(FOLLOWERS, role) || role === 'start') return 'unknown role';
  if (!FOLLOWERS[previous]?.includes(role)) return `role ${role} can not follow ${previous}`;
  if (role === 'tool' && !open.has(String(message['tool_call_id']))) return 'tool_call_id answers no open tool call';
  if (role !== 'tool' && open.size > 0) return 'a tool call was left without an answer';
  if (role !== 'tool' && 'tool_call_id' in message) return 'tool_call_id belongs to role tool';
  if (name !== undefined && typeof name !== 'string') return 'name must be a string';
  if ('tool_calls' in message) {
    if (role !== 'assistant') return 'tool_calls belong to role assistant';
    const complaint = checkToolCalls(message['tool_calls']);
    if (complaint !== null) return complaint;
    if (content === undefined || content === null || content === '') return null;
  }
  return checkContent(content, vision);
}

function checkContent(content: unknown, vision: boolean): string | null {
  if (typeof content === 'string') return content.trim() === '' ? 'content can not be blank' : null;
  if (!Array.isArray(content) || content.length === 0) return 'content must be a string or a list of parts';
  for (const part of content as unknown[]) {
    if (!isObject(part)) return 'a part must be an object';
    const { type, text, image_url: image } = part;
    if (type === 'text') {
      if (typeof text !== 'string' || text.trim() === '') return 'a text part can not be blank';
    } else if (type === 'image_url') {
      if (!vision) return 'this model does not read images';
      if (!isObject(image) || typeof image['url'] !== 'string' || image['url'] === '')
        return 'image_url.url is missing';
    } else return 'unknown type of part';
  }
  return null;
}

function checkToolCalls(calls: unknown): string | null {
  if (!Array.isArray(calls) || calls.length === 0) return 'tool_calls must be a list with entries';
  const ids = new Set<string>();
  for (const call of calls as unknown[]) {
    if (!isObject(call) || typeof call['id'] !== 'string' || call['type'] !== 'function') return 'malformed tool call';
    if (call['id'].trim() === '') return 'the id of a tool call can not be blank';
    if (ids.has(call['id'])) return 'two tool calls of one id';
    ids.add(call['id']);
    const complaint = checkCalled(call['function']);
    if (complaint !== null) return complaint;
  }
  return null;
}

function toolCallIds(message: JsonObject): Set<string> {
  const calls = message['tool_calls'];
  return new Set(Array.isArray(calls) ? calls.map(call => String((call as JsonObject)['id'])) : []);
}
