import type { RateWindows } from './rateWindows.ts';
import type { RequestLog } from './requestLog.ts';
import type { ScriptQueue } from './script.ts';
import type { Settings } from './settings.ts';

/** Everything the endpoints share: what the service is told, what it counts, what it has seen. */
export interface ServiceState {
  settings: Settings;
  readonly scripts: ScriptQueue;
  readonly windows: RateWindows;
  readonly log: RequestLog;
}
