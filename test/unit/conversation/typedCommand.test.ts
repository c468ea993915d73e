import assert from 'node:assert/strict';
import { typedCommand } from '../../../src/core/conversation/typedCommand.ts';

describe('A typed command', () => {
  it('is a name after a slash, with the text that follows as its input', () => {
    assert.deepEqual(typedCommand('/fix'), { name: 'fix', input: '' });
    assert.deepEqual(typedCommand(' \n/fix  the loop\nonly \n'), { name: 'fix', input: 'the loop\nonly' });
    assert.deepEqual(typedCommand('／解释 第二段'), { name: '解释', input: '第二段' });
    assert.deepEqual(typedCommand('/解释\u3000第二段'), { name: '解释', input: '第二段' });
  });

  it('is not recognized in paths, comments or after other text', () => {
    for (const text of ['/usr/bin/env fails', '// why?', '/', '/ fix', 'a /fix', '']) {
      assert.equal(typedCommand(text), undefined, text);
    }
  });
});
