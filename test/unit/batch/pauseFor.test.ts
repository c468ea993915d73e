import assert from 'node:assert/strict';
import { afterFailure } from '../../../src/core/batch/afterFailure.ts';
import { pauseFor } from '../../../src/core/batch/service/pauseFor.ts';
import { type FailureKind, WenxinError } from '../../../src/core/errors.ts';

const KNOWN = { tries: 1, sent: 1, isAlone: false, hasOwnModel: false, nowMs: 0 };

describe('A failure of batch inference', () => {
  for (const kind of ['tls', 'proxy-auth', 'proxy-refused', 'redirect', 'not-json', 'overdue', 'storage'] as const) {
    it(`pauses the job after ${kind} as one of a request does`, () => {
      const error = new WenxinError(kind, 'failed', { host: 'qianfan.example' });
      const after = afterFailure(error, KNOWN);
      assert.deepEqual(pauseFor(error), after.next === 'pause' && after.pause);
    });
  }

  for (const kind of ['offline', 'dns', 'unreachable', 'connection-lost', 'busy', 'refused'] satisfies FailureKind[]) {
    it(`is waited out after ${kind}`, () => {
      assert.equal(pauseFor(new WenxinError(kind, 'failed')), undefined);
    });
  }
});
