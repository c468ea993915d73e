import assert from 'node:assert/strict';
import type { AdmittedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { gate } from '../../../src/core/flow/gate.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents } from '../../support/scriptedBackend.ts';
import { NotedAdmission } from './notedAdmission.ts';

const done: ChatEvent = { type: 'done', finish: 'stop' };
const { signal } = new AbortController();

describe('The reports of the gate', () => {
  let admission: NotedAdmission;

  beforeEach(() => {
    admission = new NotedAdmission();
  });

  it('contain the limits that the service states, and the failure of the attempt', async () => {
    const failure = new WenxinError('refused', 'later');
    const backend = gate(
      async function* (request) {
        request.onLimits({ requests: 60 });
        yield* [];
        throw failure;
      },
      admission,
      async () => undefined,
    );
    await assert.rejects(readEvents(backend(exampleAttempt({ attempt: 2, because: 'busy' }), signal)), failure);
    assert.deepEqual(admission.notes, ['enter', 'limit 60', 'refused', 'settle failed']);
    assert.deepEqual(admission.failures, [failure]);
  });

  it('say why an attempt is not the first, or did not go to the first endpoint', async () => {
    const inner = new ScriptedBackend<AdmittedRequest>([done]);
    const backend = gate(inner.backend, admission, async () => undefined);
    const facts = { because: 'busy', insteadOf: 'main' } as const;
    const [event] = await readEvents(backend(exampleAttempt({ attempt: 2, ...facts }), signal));
    assert.deepEqual(event, { type: 'attempt', number: 2, endpoint: 'example', model: 'ernie-test', ...facts });
  });

  it('revoke that the answer started when the attempt is resent', async () => {
    const backend = gate(
      async function* (request) {
        request.onAnswerStarted('as-1');
        request.onAnswerRefused();
        request.onAnswerStarted('as-2');
        yield done;
      },
      admission,
      async () => undefined,
    );
    await readEvents(backend(exampleAttempt(), signal));
    assert.deepEqual(admission.notes.slice(0, 4), ['enter', 'started as-1', 'refused', 'started as-2']);
  });
});
