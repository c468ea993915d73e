import { unknownField, type JsonObject } from './json.ts';
import { MODELS, type SimulatedModel } from './models.ts';
import type { Limits } from './rateWindows.ts';
import { V1_SERVICES, type V1Service } from './v1/catalogue.ts';

/** A bearer key the service accepts. Records show the label and never the key. */
export interface AcceptedKey {
  readonly label: string;
  readonly key: string;
  /** The only models it may use, as a key can be restricted at Baidu; default all. */
  readonly models?: readonly string[];
}

/** A pair of IAM's: it signs requests and mints bearer tokens. */
export interface IamPair {
  readonly label: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** `false`: a sub-user without the policy to mint (Baidu Reference/s/rm5qdjil5). */
  readonly mints?: boolean;
  /** `false`: a sub-user without the policy to see money (Baidu Finance/s/cjxedqyml). */
  readonly readsBill?: boolean;
  /** The only V1 services it may use, by the last part of their URLs; default all. */
  readonly services?: readonly string[];
}

/** An application of the old kind, whose pair is good for access tokens of V1. */
export interface OAuthApp {
  readonly label: string;
  /** Called API Key in the console, `client_id` on the wire. */
  readonly apiKey: string;
  readonly secretKey: string;
  /** The only V1 services it may use; default all. */
  readonly services?: readonly string[];
}

/** A code of a private deployment, good for V1 as `Authorization: ACCESSCODE <code>`. */
export interface AccessCode {
  readonly label: string;
  readonly code: string;
}

/** The state of the simulated account and service. It can change at any time, by `configure`. */
export interface Settings {
  /** All belong to one account: limits and bills are shared. */
  readonly keys: readonly AcceptedKey[];
  readonly iamPairs: readonly IamPair[];
  readonly apps: readonly OAuthApp[];
  readonly accessCodes: readonly AccessCode[];
  /** How long access tokens live; 30 days. */
  readonly accessTokenLifeS: number;
  /** The most a bearer token may be minted for; longer wishes are cut to it. 30 days. */
  readonly maxBearerTokenLifeS: number;
  /** How far the service's clock is ahead of the true one; negative: behind. */
  readonly clockOffsetMs: number;
  /** Values the `appid` header may have. Without the header the default application is used. */
  readonly appIds: readonly string[];
  /** The balance is below zero: every question gets `account_overdue`. */
  readonly overdue: boolean;
  /** What the account holds, in yuan. It stays as it is: bills are settled later. */
  readonly balanceYuan: number;
  /** Per model; none by default. */
  readonly limits: Limits;
  readonly models: readonly SimulatedModel[];
  /** What V1 offers; `models` are V2's. */
  readonly v1Services: readonly V1Service[];
  /** The pace where no script says otherwise, in milliseconds. */
  readonly beforeHeadersMs: number;
  readonly chunkMs: number;
  readonly maxBodyBytes: number;
  readonly batches: BatchSettings;
}

/** How batch inference is offered. The documents are silent about much of it, so that both variants have to be coped with. */
export interface BatchSettings {
  /** `false`: there are no such paths. */
  readonly isOffered: boolean;
  /** `false`: the account has no object storage (Baidu qianfan/s/Oml4r78ea), so that no file is taken. */
  readonly hasStorage: boolean;
  readonly maxFileBytes: number;
  readonly maxFileLines: number;
  /** How long a batch is looked at first, how long each of its lines takes, and how long its results take to be written. */
  readonly validatingMs: number;
  readonly lineMs: number;
  readonly finalizingMs: number;
  /** `bare`: a batch says its id, status and files alone. */
  readonly shows: 'all' | 'bare';
  /** `false`: there is no list of batches. */
  readonly isListed: boolean;
}

export const DEFAULT_KEY = 'bce-v3/ALTAK-simulator/0123456789abcdef0123456789abcdef01234567';
const DEFAULT_APP_ID = 'app-simulator';
const DEFAULT_IAM_PAIR = {
  label: 'iam-1',
  accessKey: 'ALTAKsimulator0123456789',
  secretKey: 'iam0secret0of0the0simulator01234',
};
const DEFAULT_APP = {
  label: 'app-1',
  apiKey: 'simulatorApiKey012345678',
  secretKey: 'app0secret0of0the0simulator01234',
};
const DEFAULT_ACCESS_CODE = { label: 'code-1', code: 'access-code-of-the-simulator' };
const THIRTY_DAYS_S = 2_592_000;

/** Batch inference as the documents have it, at once. */
export const BATCH_SETTINGS: BatchSettings = {
  isOffered: true,
  hasStorage: true,
  // 512 MB on one page and 1 GB on another (Baidu qianfan-api/s/xmk297s1a, qianfan-api/s/9mi6szj38).
  maxFileBytes: 512 * 1024 * 1024,
  maxFileLines: 5_000,
  validatingMs: 0,
  lineMs: 0,
  finalizingMs: 0,
  shows: 'all',
  isListed: true,
};

/** The state a simulator starts in: one credential of each kind, no limits, no delays. */
export function startingSettings(change: Partial<Settings>, key: string): Settings {
  return {
    keys: [{ label: 'key-1', key }],
    iamPairs: [DEFAULT_IAM_PAIR],
    apps: [DEFAULT_APP],
    accessCodes: [DEFAULT_ACCESS_CODE],
    accessTokenLifeS: THIRTY_DAYS_S,
    maxBearerTokenLifeS: THIRTY_DAYS_S,
    clockOffsetMs: 0,
    appIds: [DEFAULT_APP_ID],
    overdue: false,
    balanceYuan: 850,
    limits: {},
    models: MODELS,
    v1Services: V1_SERVICES,
    beforeHeadersMs: 0,
    chunkMs: 0,
    // A 128K window of Chinese text is under 0.4 MB; the service's own bound was not found.
    maxBodyBytes: 8 * 1024 * 1024,
    batches: BATCH_SETTINGS,
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
