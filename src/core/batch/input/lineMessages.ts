import type { ChatMessage, ToolCall } from '../../chat.ts';
import { BatchLineError } from './lineFault.ts';
import { LineFields } from './lineFields.ts';

const ROLES = ['system', 'user', 'assistant', 'tool'] as const;

/** Parses a message of `body.messages`. Throws `BatchLineError`. */
export function readMessage(value: unknown, path: string): ChatMessage {
  return LineFields.read(value, path, fields => {
    const role = fields.required('role', fields.choice('role', ROLES));
    if (role === 'assistant') return assistantMessage(fields);
    const content = fields.required('content', fields.text('content'));
    if (role !== 'tool') return { role, content };
    return { role, content, toolCallId: fields.required('tool_call_id', fields.text('tool_call_id')) };
  });
}

/** Converts a message to its form in a line. */
export function writtenMessage(message: ChatMessage): object {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId };
  if (role !== 'assistant' || (message.toolCalls ?? []).length === 0) return { role, content };
  const calls = message.toolCalls?.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
  return { role, content, tool_calls: calls };
}

/** The text is optional if there are tool calls. */
function assistantMessage(fields: LineFields): ChatMessage {
  const content = fields.text('content');
  const toolCalls = fields.list('tool_calls', readCall);
  if (toolCalls !== undefined) return { role: 'assistant', content: content ?? '', toolCalls };
  return { role: 'assistant', content: fields.required('content', content) };
}

function readCall(value: unknown, path: string): ToolCall {
  return LineFields.read(value, path, fields => {
    const id = fields.required('id', fields.text('id'));
    fields.choice('type', ['function']);
    const call = fields.object('function', called => ({
      name: called.filledText('name'),
      arguments: called.required('arguments', called.text('arguments')),
    }));
    if (call === undefined) throw new BatchLineError({ code: 'missing', path: fields.at('function') });
    return { id, ...call };
  });
}
