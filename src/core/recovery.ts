import { isTokenRefusal, type FailureKind, type WenxinError } from './errors.ts';

/** What may be done about a failure. */
export type Recovery =
  /** Ask once more with a new token, where the key is one that tokens are made with. */
  | 'renewToken'
  /** The same may be asked again, after a pause. */
  | 'again'
  /** The same question never gets an answer here; another model or account may have one. */
  | 'elsewhere'
  /** Only a person can do something about it. */
  | 'tell';

const RECOVERIES: Readonly<Record<FailureKind, Recovery>> = {
  refused: 'again',
  busy: 'again',
  timeout: 'again',
  stalled: 'again',
  'too-slow': 'tell',
  truncated: 'again',
  empty: 'again',
  'connection-lost': 'again',
  unreachable: 'again',
  dns: 'again',
  tls: 'tell',
  'proxy-auth': 'tell',
  'proxy-refused': 'tell',
  redirect: 'tell',
  'not-json': 'tell',
  'no-endpoint': 'tell',
  'no-credentials': 'tell',
  credentials: 'tell',
  'model-permission': 'elsewhere',
  'model-gone': 'elsewhere',
  quota: 'elsewhere',
  overdue: 'elsewhere',
  'too-long': 'tell',
  unsafe: 'tell',
  invalid: 'tell',
  'too-large': 'tell',
  storage: 'tell',
  budget: 'tell',
  'price-unknown': 'tell',
};

/**
 * The first thing to be done about a failure. Whether it may be done at all is the caller's to know: nothing is asked
 * again by itself once content has come.
 */
export function recoveryFrom(error: WenxinError): Recovery {
  return isTokenRefusal(error) ? 'renewToken' : RECOVERIES[error.kind];
}
