import type { BatchBook } from './batches/batchBook.ts';
import type { ChargeBook } from './billing/chargeBook.ts';
import type { RateWindows } from './rateWindows.ts';
import type { RequestLog } from './requestLog.ts';
import type { ScriptQueue } from './script.ts';
import type { Settings } from './settings.ts';
import type { IssuedTokens } from './tokens/issuedTokens.ts';

/** State shared by all endpoints: settings, scripts, counters and records. */
export interface ServiceState {
  settings: Settings;
  readonly scripts: ScriptQueue;
  readonly windows: RateWindows;
  readonly tokens: IssuedTokens;
  readonly log: RequestLog;
  readonly charges: ChargeBook;
  readonly batches: BatchBook;
  /**
   * The service's clock, which may be offset; used for token lifetimes, signatures, rate windows and `Date` headers.
   */
  readonly nowMs: () => number;
}
