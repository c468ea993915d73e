import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { withCredentials } from '../../../src/core/auth/withCredentials.ts';
import type { AdmittedRequest, AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { exampleAttempt, exampleEndpoint } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents } from '../../support/scriptedBackend.ts';

const done: ChatEvent = { type: 'done', finish: 'stop' };
const request: AdmittedRequest = { ...exampleAttempt(), onAnswerStarted: () => undefined };

describe('withCredentials', () => {
  it('asks for what proves who asks when the attempt is sent, and adds it', async () => {
    const inner = new ScriptedBackend<AuthorizedRequest>([{ type: 'text', text: 'a' }, done]);
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const authorization = bearer('test');
    const backend = withCredentials(inner.backend, async (...args) => {
      asked.push(args);
      return authorization;
    });
    const answer = backend(request, signal);
    assert.deepEqual(asked, []);
    assert.deepEqual(await readEvents(answer), [{ type: 'text', text: 'a' }, done]);
    assert.deepEqual(asked, [[exampleEndpoint, signal]]);
    assert.deepEqual(inner.requests, [{ ...request, authorization }]);
  });

  it('sends nothing without credentials', async () => {
    const inner = new ScriptedBackend<AuthorizedRequest>([done]);
    const error = new WenxinError('no-credentials', 'no key');
    const backend = withCredentials(inner.backend, () => Promise.reject(error));
    await assert.rejects(readEvents(backend(request, new AbortController().signal)), error);
    assert.equal(inner.requests.length, 0);
  });

  it('sends nothing when it was aborted while the credentials came', async () => {
    const inner = new ScriptedBackend<AuthorizedRequest>([done]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const backend = withCredentials(inner.backend, async () => {
      controller.abort(reason);
      return bearer('test');
    });
    await assert.rejects(readEvents(backend(request, controller.signal)), reason);
    assert.equal(inner.requests.length, 0);
  });

  it('lets the connection go when its reader leaves', async () => {
    const inner = new ScriptedBackend<AuthorizedRequest>([{ type: 'text', text: 'a' }, done]);
    const backend = withCredentials(inner.backend, async () => bearer('test'));
    const iterator = backend(request, new AbortController().signal)[Symbol.asyncIterator]();
    await iterator.next();
    assert.equal(inner.running, 1);
    await iterator.return?.();
    assert.equal(inner.running, 0);
  });
});
