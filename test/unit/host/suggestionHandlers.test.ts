import assert from 'node:assert/strict';
import { suggestionHandlers } from '../../../src/host/chat/suggestionHandlers.ts';
import type { HostMessage } from '../../../src/protocol/chat.ts';

describe('What can be meant by a typed sign', () => {
  it('is nothing where it cannot be found, so that a key that waits for it counts', async () => {
    const posted: HostMessage[] = [];
    const source = { find: () => Promise.reject(new Error('disk')), take: () => Promise.resolve() };
    const { suggest } = suggestionHandlers({ '/': source }, message => posted.push(message));
    await assert.rejects(async () => suggest({ type: 'suggest', trigger: '/', query: 'x' }), /disk/);
    assert.deepEqual(posted, [{ type: 'suggestions', trigger: '/', query: 'x', items: [] }]);
  });
});
