import fc from 'fast-check';

import type { Tool } from '../../src/core/answerOptions.ts';

const name = fc.oneof(
  fc.constantFrom('read', 'mcp_server.tool/name', 'mcp_server.tool name', '读文件', 'n'.repeat(90), ''),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** Tools as callers may send them: a service may refuse their names and schemas. */
export const anyTools: fc.Arbitrary<Tool[]> = fc.array(
  fc.record(
    {
      name,
      description: fc.string({ unit: 'binary', maxLength: 20 }),
      parameters: fc.dictionary(
        fc.constantFrom('type', 'properties', 'required', 'items', '$ref', 'anyOf', '$schema', 'description'),
        fc.oneof(fc.constantFrom('array', 'any', 'object'), fc.jsonValue({ maxDepth: 3 })),
        { maxKeys: 4 },
      ),
    },
    { requiredKeys: ['name'] },
  ),
  { maxLength: 5 },
);
