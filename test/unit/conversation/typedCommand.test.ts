import assert from 'node:assert/strict';
import { typedCommand } from '../../../src/core/conversation/typedCommand.ts';

describe('a typed command', () => {
  it('is a name after a slash, with what follows it', () => {
    assert.deepEqual(typedCommand('/fix'), { name: 'fix', input: '' });
    assert.deepEqual(typedCommand(' \n/fix  the loop\nonly \n'), { name: 'fix', input: 'the loop\nonly' });
    assert.deepEqual(typedCommand('／解释 第二段'), { name: '解释', input: '第二段' });
    assert.deepEqual(typedCommand('/解释\u3000第二段'), { name: '解释', input: '第二段' });
  });

  it('is no path, no comment and no slash later in the text', () => {
    for (const text of ['/usr/bin/env fails', '// why?', '/', '/ fix', 'a /fix', '']) {
      assert.equal(typedCommand(text), undefined, text);
    }
  });
});
