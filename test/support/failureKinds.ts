import type { FailureKind } from '../../src/core/errors.ts';

/** A record, so that the compiler notices a missing kind. */
const ALL: Readonly<Record<FailureKind, true>> = {
  refused: true,
  busy: true,
  timeout: true,
  stalled: true,
  'too-slow': true,
  truncated: true,
  empty: true,
  'connection-lost': true,
  unreachable: true,
  dns: true,
  tls: true,
  'proxy-auth': true,
  'proxy-refused': true,
  redirect: true,
  'not-json': true,
  'no-endpoint': true,
  'no-credentials': true,
  credentials: true,
  'model-permission': true,
  'model-gone': true,
  quota: true,
  overdue: true,
  'too-long': true,
  unsafe: true,
  invalid: true,
  'too-large': true,
  storage: true,
  budget: true,
  paused: true,
  'price-unknown': true,
  circuit: true,
  'queue-full': true,
  offline: true,
};

/** All kinds of failure. */
export const FAILURE_KINDS = Object.keys(ALL) as FailureKind[];
