import assert from 'node:assert/strict';

import fc from 'fast-check';

import { ToolNames } from '../../../src/core/tools/toolNames.ts';

const PLAIN = /^[a-zA-Z0-9_-]{1,64}$/;

describe('Tool names', () => {
  it('stay unchanged when services accept them', () => {
    const names = new ToolNames(['read_file', 'a-b', 'X'.repeat(64)]);
    for (const name of ['read_file', 'a-b', 'X'.repeat(64), 'never_said']) assert.equal(names.sent(name), name);
  });

  it('keep as much of the original as services accept, with a hash at the end', () => {
    const names = new ToolNames(['mcp_server.tool/name', '读文件', `mcp_${'x'.repeat(80)}_read_file`]);
    assert.match(names.sent('mcp_server.tool/name'), /^mcp_server_tool_name_[\da-f]{8}$/);
    assert.match(names.sent('读文件'), /^tool_[\da-f]{8}$/);
    assert.match(names.sent(`mcp_${'x'.repeat(80)}_read_file`), /^x+_read_file_[\da-f]{8}$/);
  });

  it('do not depend on the other tools, so that a conversation can continue with different ones', () => {
    assert.equal(new ToolNames(['a.b']).sent('a.b'), new ToolNames(['x', 'a/b', 'a.b']).sent('a.b'));
  });

  it('stay distinct when two would become the same', () => {
    const alike = ['a.b', 'a/b', 'a b'];
    const taken = new ToolNames(['a.b']).sent('a.b');
    const names = new ToolNames([...alike, taken]);
    assert.equal(new Set([...alike, taken].map(name => names.sent(name))).size, 4);
    assert.equal(names.sent(taken), taken);
    assert.equal(names.own(names.sent('a.b')), 'a.b');
  });

  it('can always be translated back to the original', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.constantFrom('', 'a.b', 'a/b', 'a_b', '__proto__', 'constructor', new ToolNames(['a.b']).sent('a.b')),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), all => {
        const names = new ToolNames(all);
        for (const each of all) {
          assert.match(names.sent(each), PLAIN);
          assert.equal(names.own(names.sent(each)), each);
        }
        assert.equal(new Set(all.map(each => names.sent(each))).size, new Set(all).size);
      }),
    );
  });
});
