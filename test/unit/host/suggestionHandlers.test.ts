import assert from 'node:assert/strict';
import { suggestionHandlers } from '../../../src/host/chat/suggestionHandlers.ts';
import type { HostMessage } from '../../../src/protocol/chat.ts';

describe('Suggestions for a typed sign', () => {
  it('are empty when their source fails, so that a waiting Enter is not lost', async () => {
    const posted: HostMessage[] = [];
    const source = { find: () => Promise.reject(new Error('disk')), take: () => Promise.resolve() };
    const { suggest } = suggestionHandlers({ '/': source }, message => posted.push(message));
    await assert.rejects(async () => suggest({ type: 'suggest', trigger: '/', query: 'x' }), /disk/);
    assert.deepEqual(posted, [{ type: 'suggestions', trigger: '/', query: 'x', items: [] }]);
  });
});
