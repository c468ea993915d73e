import { isObject, type JsonObject, unknownField } from '../json.ts';
import { checkCalled } from '../toolRules.ts';

/** The reason why a list of messages is refused, with V1's code and text. */
export interface MessageFault {
  readonly code: 336003 | 336006;
  readonly text: string;
}

const FIELDS = ['role', 'content', 'name', 'function_call'];

/**
 * Checks V1's strict alternation: an odd number of messages, users (or function results) alternating with assistants,
 * no system role, no blank content (Baidu WENXINWORKSHOP/s/Llsr67q8h, flxwku3ea). "Even" counts from 0 here, as in V1's
 * texts.
 */
export function checkV1Messages(messages: unknown): MessageFault | null {
  if (!Array.isArray(messages)) return malformed('messages must be a list');
  if (messages.length === 0) return malformed('the length of messages must be greater than 0');
  for (const [index, message] of messages.entries()) {
    if (!isObject(message)) return malformed(`messages[${index}] must be an object`);
    const previous = messages[index - 1] as JsonObject | undefined;
    const fault = checkRole(message, index) ?? checkContent(message, index) ?? checkFunction(message, previous, index);
    if (fault) return fault;
  }
  if (messages.length % 2 === 0) return malformed('the length of messages must be an odd number');
  return null;
}

function checkRole({ role }: JsonObject, index: number): MessageFault | null {
  if (index === 0 && role !== 'user') return malformed('the role of first message must be user');
  if (index % 2 === 1)
    return role === 'assistant'
      ? null
      : malformed('the role of message with odd index in the messages must be assistant');
  if (role === 'user' || role === 'function') return null;
  return malformed('the role of message with even index in the messages must be user or function');
}

function checkContent(message: JsonObject, index: number): MessageFault | null {
  const { content } = message;
  const stranger = unknownField(message, FIELDS);
  if (stranger !== undefined) return wrong(`messages[${index}] has an unknown field ${stranger}`);
  if (typeof content === 'string' && content.trim() !== '') return null;
  const isCall = 'function_call' in message && (content === undefined || content === null || content === '');
  return isCall ? null : wrong(`the content of messages[${index}] can not be empty`);
}

/** A function call must be followed by the result of that function, and a result must follow its call. */
function checkFunction(message: JsonObject, previous: JsonObject | undefined, index: number): MessageFault | null {
  const { role, name, function_call: call } = message;
  const called = previous?.['function_call'];
  if (call !== undefined) {
    if (role !== 'assistant') return malformed('function_call belongs to role assistant');
    const complaint = checkCalled(call);
    if (complaint !== null) return wrong(`the function_call of messages[${index}] is wrong: ${complaint}`);
  }
  if (role === 'function' && !isObject(called)) return malformed('the role function must follow a function_call');
  if (role === 'user' && isObject(called)) return malformed('a function_call must be followed by the role function');
  if (role === 'function' && isObject(called) && called['name'] !== name)
    return wrong(`the name of messages[${index}] is not the function called`);
  if (role === 'function' && !isJson(message['content'])) return wrong(`the content of messages[${index}] is no JSON`);
  return null;
}

function malformed(text: string): MessageFault {
  return { code: 336006, text };
}

function wrong(text: string): MessageFault {
  return { code: 336003, text };
}

/** The result of a function must be JSON (Baidu WENXINWORKSHOP/s/2lygpg88b). */
function isJson(content: unknown): boolean {
  try {
    JSON.parse(String(content));
    return true;
  } catch {
    return false;
  }
}
