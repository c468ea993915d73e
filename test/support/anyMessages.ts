import fc from 'fast-check';

import type { ChatMessage, ToolCall } from '../../src/core/chat.ts';

const content = fc.oneof(fc.constantFrom('', ' ', '\n\t'), fc.uuid(), fc.string({ unit: 'binary', maxLength: 12 }));
/** Few ids, so that calls and results often match, are missing, or are duplicated. */
const id = fc.constantFrom('x', 'y', 'z', '', 'an id with blanks', 'l'.repeat(80));
const name = fc.constantFrom('read', 'mcp_server.tool/name', '读文件', 'n'.repeat(90), '');

const call: fc.Arbitrary<ToolCall> = fc.record({
  id,
  name,
  arguments: fc.oneof(fc.constantFrom('', '{}', '{"path":', '[]', 'null'), fc.json(), fc.string({ unit: 'binary' })),
});

/** A message of any role, as callers may send it: it need not fit the messages around it. */
const anyMessage: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content }),
  fc.record({ role: fc.constant('assistant' as const), content }),
  fc.record({ role: fc.constant('assistant' as const), content, toolCalls: fc.array(call, { maxLength: 3 }) }),
  fc.record({ role: fc.constant('tool' as const), content, toolCallId: id }),
);

/** Messages in any order. */
export const anyMessages: fc.Arbitrary<ChatMessage[]> = fc.array(anyMessage, { maxLength: 14 });
