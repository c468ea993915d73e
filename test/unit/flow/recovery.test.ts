import assert from 'node:assert/strict';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';
import { isEndpointsFault, isOverload, recoveryFrom, type Recovery } from '../../../src/core/flow/recovery.ts';

/** The recovery from each failure of a person's question, and whether the failure counts against the endpoint. */
const TABLE: Readonly<Record<FailureKind, readonly [Recovery, ...('endpoint' | 'overload')[]]>> = {
  refused: ['requeue'],
  busy: ['retry', 'endpoint', 'overload'],
  timeout: ['tell', 'endpoint', 'overload'],
  stalled: ['retry', 'endpoint'],
  truncated: ['retry', 'endpoint'],
  empty: ['retry', 'endpoint'],
  'connection-lost': ['resend', 'endpoint'],
  unreachable: ['retry', 'endpoint'],
  dns: ['retry', 'endpoint'],
  'model-gone': ['reroute'],
  'model-permission': ['reroute'],
  quota: ['reroute'],
  overdue: ['reroute'],
  circuit: ['await'],
  'too-slow': ['tell'],
  tls: ['tell'],
  'proxy-auth': ['tell'],
  'proxy-refused': ['tell'],
  redirect: ['tell'],
  'not-json': ['tell'],
  'no-endpoint': ['tell'],
  'no-credentials': ['tell'],
  credentials: ['tell'],
  'too-long': ['tell'],
  unsafe: ['tell'],
  invalid: ['tell'],
  'too-large': ['tell'],
  storage: ['tell'],
  budget: ['tell'],
  paused: ['tell'],
  'price-unknown': ['tell'],
  'queue-full': ['tell'],
  offline: ['tell'],
};

const KINDS = Object.keys(TABLE) as FailureKind[];
const recovery = (kind: FailureKind, details: FailureDetails = {}, cause: 'user' | 'refresh' | 'batch' = 'user') =>
  recoveryFrom(new WenxinError(kind, 'scripted', details), { cause });

describe('The recovery from a failure', () => {
  for (const kind of KINDS) {
    const [expected, ...blame] = TABLE[kind];
    it(`is to ${expected} after ${kind}`, () => {
      assert.equal(recovery(kind), expected);
      const failure = new WenxinError(kind, 'scripted');
      assert.equal(isEndpointsFault(failure), blame.includes('endpoint'));
      assert.equal(isOverload(failure), blame.includes('overload'));
    });
  }

  it('is the same for every cause, except where the attempt may have been charged', () => {
    for (const cause of ['batch', 'refresh'] as const) {
      for (const kind of KINDS) assert.equal(recovery(kind, {}, cause), kind === 'timeout' ? 'retry' : TABLE[kind][0]);
    }
  });

  it('is to send again when the user says so', () => {
    for (const cause of ['user', 'batch'] as const) {
      assert.equal(recovery('timeout', { sendAgain: true }, cause), 'sendAgain');
    }
  });

  it('is to wait at most a minute, and to use another route when the service asks for more', () => {
    for (const kind of ['refused', 'busy'] as const) {
      assert.equal(recovery(kind, { retryAfterMs: 60_000 }), TABLE[kind][0]);
      assert.equal(recovery(kind, { retryAfterMs: 60_001 }), 'reroute');
    }
  });

  it('is to report an invalid question or key, whatever retry delay the service states', () => {
    for (const kind of KINDS.filter(each => TABLE[each][0] === 'tell')) {
      assert.equal(recovery(kind, { retryAfterMs: 3_600_000 }), 'tell', kind);
    }
  });

  it('is to wait for an open circuit, however long that takes', () => {
    assert.equal(recovery('circuit', { retryAfterMs: 600_000 }), 'await');
  });
});
