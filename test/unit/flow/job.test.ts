import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Permit } from '../../../src/core/admission.ts';
import type { Waiting } from '../../../src/core/chat.ts';
import { Job } from '../../../src/core/flow/job.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { NotedAdmission } from './notedAdmission.ts';

const lane = { account: '', endpoint: 'example', model: 'ernie-test' };
const queued: Waiting = { type: 'waiting', why: 'queue', position: 3 };

describe('A queued job', () => {
  let controller: AbortController;
  let admission: NotedAdmission;
  let permit: Permit;
  let job: Job;

  beforeEach(async () => {
    controller = new AbortController();
    admission = new NotedAdmission();
    const entered = await admission.enter().next();
    assert.ok(entered.done);
    permit = entered.value;
    job = new Job(exampleAttempt(), lane, 10, controller.signal);
  });

  it('waits for its permit, and returns it to its caller', async () => {
    const events = job.wait();
    const step = events.next();
    await setImmediate();
    job.admit(permit);
    assert.deepEqual(await step, { done: true, value: permit });
    assert.deepEqual(admission.settled, []);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('yields only the newest waiting event, and none twice', async () => {
    const events = job.wait();
    job.tell({ ...queued, position: 9 });
    job.tell(queued);
    assert.deepEqual(await events.next(), { done: false, value: queued });
    job.tell({ ...queued });
    job.admit(permit);
    assert.deepEqual(await events.next(), { done: true, value: permit });
  });

  it('throws the error it was refused with', async () => {
    const error = new Error('refused');
    const step = job.wait().next();
    job.refuse(error);
    await assert.rejects(step, error);
  });

  it('settles a permit that comes after an abort', async () => {
    const reason = new Error('enough');
    const late = job.wait().next();
    controller.abort(reason);
    await assert.rejects(late, reason);
    assert.equal(job.isGone, true);
    job.admit(permit);
    assert.deepEqual(admission.settled, ['settle cancelled']);
  });

  it('settles a permit that was not yet taken at an abort', async () => {
    const reason = new Error('enough');
    const step = job.wait().next();
    job.admit(permit);
    controller.abort(reason);
    await assert.rejects(step, reason);
    assert.deepEqual(admission.settled, ['settle cancelled']);
  });

  it('settles a permit when its reader returns at a waiting event', async () => {
    const events = job.wait();
    job.tell(queued);
    await events.next();
    job.admit(permit);
    await events.return(permit);
    assert.deepEqual(admission.settled, ['settle cancelled']);
  });
});
