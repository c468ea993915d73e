import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { withCredentials, type Credentials } from '../../../src/core/auth/withCredentials.ts';
import type { AdmittedRequest, AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { exampleAttempt, exampleEndpoint } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents, type Step } from '../../support/scriptedBackend.ts';

const done: ChatEvent = { type: 'done', finish: 'stop' };
const text: ChatEvent = { type: 'text', text: 'a' };
const refused = new WenxinError('credentials', 'refused', { code: '110' });
const request: AdmittedRequest = {
  ...exampleAttempt(),
  onAnswerStarted: () => undefined,
  onAnswerRefused: () => undefined,
  onLimits: () => undefined,
};

describe('withCredentials', () => {
  it('gets the credentials when the attempt is sent, and adds them', async () => {
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

  it('sends nothing when it is aborted while it gets the credentials', async () => {
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

  it('closes the connection when its reader stops', async () => {
    const inner = new ScriptedBackend<AuthorizedRequest>([{ type: 'text', text: 'a' }, done]);
    const backend = withCredentials(inner.backend, async () => bearer('test'));
    const iterator = backend(request, new AbortController().signal)[Symbol.asyncIterator]();
    await iterator.next();
    assert.equal(inner.running, 1);
    await iterator.return?.();
    assert.equal(inner.running, 0);
  });

  describe('after a refusal', () => {
    const never = new AbortController().signal;

    /** Returns numbered credentials, of which the first `replaceable` can be replaced. */
    function numbered(replaceable: number): Credentials {
      let count = 0;
      return async () => {
        count++;
        const isReplaceable = count <= replaceable;
        return { ...bearer(`token ${count}`), replaceAfter: () => isReplaceable };
      };
    }

    /** Returns a backend that refuses the first `times` requests, after these steps. */
    function refusing(times: number, before: readonly Step[] = []): ScriptedBackend<AuthorizedRequest> {
      let left = times;
      return new ScriptedBackend(() => (left-- > 0 ? [...before, { type: 'throw', error: refused }] : [text, done]));
    }

    const sentTokens = (inner: ScriptedBackend<AuthorizedRequest>): string[] =>
      inner.requests.map(({ authorization }) => authorization.secrets.join());

    it('resends the attempt with other credentials, unseen by the reader', async () => {
      const inner = refusing(1);
      const notes: string[] = [];
      const noting = {
        ...request,
        onAnswerRefused: () => void notes.push(`refused after ${inner.requests.length} requests`),
      };
      assert.deepEqual(await readEvents(withCredentials(inner.backend, numbered(1))(noting, never)), [text, done]);
      assert.deepEqual(sentTokens(inner), ['token 1', 'token 2']);
      assert.deepEqual(notes, ['refused after 1 requests']);
    });

    it('resends when the refusal came inside a stream that had begun', async () => {
      const inner = refusing(1, [{ type: 'start', requestId: 'as-1' }]);
      assert.deepEqual(await readEvents(withCredentials(inner.backend, numbered(1))(request, never)), [text, done]);
    });

    it('never resends after the first content', async () => {
      const inner = refusing(1, [text]);
      await assert.rejects(readEvents(withCredentials(inner.backend, numbered(9))(request, never)), refused);
      assert.equal(inner.requests.length, 1);
    });

    it('sends no third time, whatever the credentials allow', async () => {
      const inner = refusing(2);
      await assert.rejects(readEvents(withCredentials(inner.backend, numbered(9))(request, never)), refused);
      assert.equal(inner.requests.length, 2);
    });

    it('does not resend with the same credentials', async () => {
      for (const credentials of [numbered(0), async () => bearer('key')]) {
        const inner = refusing(1);
        await assert.rejects(readEvents(withCredentials(inner.backend, credentials)(request, never)), refused);
        assert.equal(inner.requests.length, 1);
      }
    });

    it('does not replace the credentials after an error that is not a `WenxinError`', async () => {
      const bug = new TypeError('a bug');
      const inner = new ScriptedBackend<AuthorizedRequest>([{ type: 'throw', error: bug }]);
      await assert.rejects(readEvents(withCredentials(inner.backend, numbered(9))(request, never)), bug);
      assert.equal(inner.requests.length, 1);
    });

    it('fails with the error of the credentials when these cannot be replaced', async () => {
      const down = new WenxinError('unreachable', 'no token');
      let asked = 0;
      const credentials: Credentials = async () => {
        if (asked++ > 0) throw down;
        return { ...bearer('token'), replaceAfter: () => true };
      };
      await assert.rejects(readEvents(withCredentials(refusing(1).backend, credentials)(request, never)), down);
    });

    it('sends nothing after an abort', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const inner = refusing(1);
      const credentials: Credentials = async () => ({
        ...bearer('token'),
        replaceAfter: () => {
          controller.abort(reason);
          return true;
        },
      });
      await assert.rejects(readEvents(withCredentials(inner.backend, credentials)(request, controller.signal)), reason);
      assert.equal(inner.requests.length, 1);
    });
  });
});
