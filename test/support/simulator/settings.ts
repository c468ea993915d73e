import { unknownField, type JsonObject } from './json.ts';
import { MODELS, type SimulatedModel } from './models.ts';
import type { Limits } from './rateWindows.ts';

/** A bearer key the service accepts. Records show the label and never the key. */
export interface AcceptedKey {
  readonly label: string;
  readonly key: string;
  /** The only models it may use, as a key can be restricted at Baidu; default all. */
  readonly models?: readonly string[];
}

/** The state of the simulated account and service. It can change at any time, by `configure`. */
export interface Settings {
  /** All belong to one account: limits and bills are shared. */
  readonly keys: readonly AcceptedKey[];
  /** Values the `appid` header may have. Without the header the default application is used. */
  readonly appIds: readonly string[];
  /** The balance is below zero: every question gets `account_overdue`. */
  readonly overdue: boolean;
  /** Per model; none by default. */
  readonly limits: Limits;
  readonly models: readonly SimulatedModel[];
  /** The pace where no script says otherwise, in milliseconds. */
  readonly beforeHeadersMs: number;
  readonly chunkMs: number;
  readonly maxBodyBytes: number;
}

export const DEFAULT_KEY = 'bce-v3/ALTAK-simulator/0123456789abcdef0123456789abcdef01234567';
const DEFAULT_APP_ID = 'app-simulator';

/** The state a simulator starts in: one key, no limits, no delays. */
export function startingSettings(change: Partial<Settings>, key: string): Settings {
  return {
    keys: [{ label: 'key-1', key }],
    appIds: [DEFAULT_APP_ID],
    overdue: false,
    limits: {},
    models: MODELS,
    beforeHeadersMs: 0,
    chunkMs: 0,
    // A 128K window of Chinese text is under 0.4 MB; the service's own bound was not found.
    maxBodyBytes: 8 * 1024 * 1024,
    ...change,
  };
}

/** Refuses a change with a field that does not exist. Throws an Error. */
export function checkSettings(
  change: JsonObject,
  settings: Settings,
): asserts change is Partial<Settings> & JsonObject {
  const stranger = unknownField(change, Object.keys(settings));
  if (stranger !== undefined) throw new Error(`there is no setting ${stranger}`);
}
