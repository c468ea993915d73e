import { unknownField, type JsonObject } from './json.ts';
import { MODELS, type SimulatedModel } from './models.ts';
import type { Limits } from './rateWindows.ts';
import { V1_SERVICES, type V1Service } from './v1/catalogue.ts';

/** A bearer key that the service accepts. Records contain its label, never the key. */
export interface AcceptedKey {
  readonly label: string;
  readonly key: string;
  /** The only models it may use, since Baidu lets users restrict a key; default all. */
  readonly models?: readonly string[];
}

/** An IAM access key and secret key: it signs requests and mints bearer tokens. */
export interface IamPair {
  readonly label: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** `false`: a sub-user without the policy for minting (Baidu Reference/s/rm5qdjil5). */
  readonly mints?: boolean;
  /** `false`: a sub-user without the policy for reading bills (Baidu Finance/s/cjxedqyml). */
  readonly readsBill?: boolean;
  /** The only V1 services it may use, by the last segment of their URLs; default all. */
  readonly services?: readonly string[];
}

/** An application of the older kind; its key pair obtains access tokens for V1. */
export interface OAuthApp {
  readonly label: string;
  /** Called API Key in the console, `client_id` on the wire. */
  readonly apiKey: string;
  readonly secretKey: string;
  /** The only V1 services it may use; default all. */
  readonly services?: readonly string[];
}

/** An access code of a private deployment, valid for V1 as `Authorization: ACCESSCODE <code>`. */
export interface AccessCode {
  readonly label: string;
  readonly code: string;
}

/** State of the simulated account and service. `configure` can change it at any time. */
export interface Settings {
  /** All belong to one account: limits and bills are shared. */
  readonly keys: readonly AcceptedKey[];
  readonly iamPairs: readonly IamPair[];
  readonly apps: readonly OAuthApp[];
  readonly accessCodes: readonly AccessCode[];
  /** Lifetime of access tokens; default 30 days. */
  readonly accessTokenLifeS: number;
  /** Maximum lifetime of a minted bearer token; longer requests are reduced to it. Default 30 days. */
  readonly maxBearerTokenLifeS: number;
  /** Offset of the service's clock from the true time; negative: it is behind. */
  readonly clockOffsetMs: number;
  /** Allowed values of the `appid` header. Without the header the default application is used. */
  readonly appIds: readonly string[];
  /** The balance is below zero: every question is refused with `account_overdue`. */
  readonly overdue: boolean;
  /** Balance of the account, in yuan. Requests do not change it, because bills are settled later. */
  readonly balanceYuan: number;
  /** Per model; none by default. */
  readonly limits: Limits;
  readonly models: readonly SimulatedModel[];
  /** Services that V1 offers; `models` lists those of V2. */
  readonly v1Services: readonly V1Service[];
  /** Default pace in milliseconds, for whatever a script does not set. */
  readonly beforeHeadersMs: number;
  readonly chunkMs: number;
  readonly maxBodyBytes: number;
  readonly batches: BatchSettings;
}

/** How batch inference behaves. The documentation leaves much of it open, so a client has to cope with all variants. */
export interface BatchSettings {
  /** `false`: the paths do not exist. */
  readonly isOffered: boolean;
  /** `false`: the account has no object storage (Baidu qianfan/s/Oml4r78ea), so uploads are refused. */
  readonly hasStorage: boolean;
  readonly maxFileBytes: number;
  readonly maxFileLines: number;
  /** How long validation takes, how long each line takes, and how long writing the results takes. */
  readonly validatingMs: number;
  readonly lineMs: number;
  readonly finalizingMs: number;
  /** `bare`: a batch object has only its id, status and files. */
  readonly shows: 'all' | 'bare';
  /** `false`: batches cannot be listed. */
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

/** Batch inference as documented, without delays. */
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

/** Returns the initial settings of a simulator: one credential of each kind, no limits, no delays. */
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
    // A 128K window of Chinese text is under 0.4 MB; the documentation states no limit for the body.
    maxBodyBytes: 8 * 1024 * 1024,
    batches: BATCH_SETTINGS,
    ...change,
  };
}

/** Throws an Error if a change has a field that does not exist. */
export function checkSettings(
  change: JsonObject,
  settings: Settings,
): asserts change is Partial<Settings> & JsonObject {
  const stranger = unknownField(change, Object.keys(settings));
  if (stranger !== undefined) throw new Error(`there is no setting ${stranger}`);
}
