import type { ReplyLanguage } from '../core/conversation/prompts.ts';
import { type OwnPrices, parseOwnPrices } from '../core/qianfan/ownPrices.ts';
import type { SendKey } from '../protocol/chatView.ts';
import { type ConfiguredEndpoint, parseEndpoint, parseTokenServiceUrl } from './endpointSetting.ts';
import { type FeatureHours, parseFeatureHours } from './featureHoursSetting.ts';
import { type FeatureModels, parseFeatureModels } from './featureModelsSetting.ts';

/** A setting: its default, and how a configured value is validated. */
interface Setting<T> {
  readonly default: T;
  /** Returns `undefined` when the value is invalid. */
  readonly parse: (value: unknown) => T | undefined;
  /** The value used when the configured one is invalid. Without it, the default applies. */
  readonly whenBroken?: T;
  /** A workspace may set it too. All others are read from the user's global settings only. */
  readonly workspaceMaySet?: true;
}

/** Where the user's key comes from. */
export type CredentialSource = 'secretStorage' | 'environment' | 'command' | 'vault';

/** Style of commit messages: `auto` follows the repository's recent ones. */
export type CommitStyle = 'auto' | 'plain' | 'conventional';

/** Every setting by its full id. A test compares the table with `package.json`, in both directions. */
export const SETTINGS = {
  'wenxin.model': { default: 'ernie-5.1', parse: nonEmptyText },
  'wenxin.featureModels': { default: {}, parse: value => parseFeatureModels(value, nonEmptyText) },
  'wenxin.fallbackModels': { default: [], parse: listOf(nonEmptyText) },
  'wenxin.maxOutputTokens': { default: 4096, parse: wholeNumber(256, 65_536) },
  'wenxin.temperature': { default: null, parse: value => (value === null ? null : numberBetween(0, 2)(value)) },
  'wenxin.chat.maxTurnsSent': { default: 20, parse: wholeNumber(1, 1000) },
  'wenxin.chat.sendKey': { default: 'enter', parse: oneOf('enter', 'ctrlEnter'), workspaceMaySet: true },
  'wenxin.replyLanguage': { default: 'auto', parse: oneOf('auto', 'zh-cn', 'en'), workspaceMaySet: true },
  'wenxin.commitMessage.language': { default: 'auto', parse: oneOf('auto', 'zh-cn', 'en'), workspaceMaySet: true },
  'wenxin.commitMessage.style': { default: 'auto', parse: oneOf('auto', 'plain', 'conventional') },
  'wenxin.codeLens.enabled': { default: false, parse: yesOrNo },
  'wenxin.codeLens.explain': { default: true, parse: yesOrNo },
  'wenxin.codeLens.document': { default: true, parse: yesOrNo },
  'wenxin.codeLens.test': { default: true, parse: yesOrNo },
  'wenxin.codeLens.refactor': { default: true, parse: yesOrNo },
  // Falling back to the default could send questions, and perhaps a key, to a host that the user did not choose.
  'wenxin.endpoints': { default: [], parse: listOf(parseEndpoint), whenBroken: null },
  'wenxin.oauthUrl': { default: 'https://aip.baidubce.com', parse: parseTokenServiceUrl, whenBroken: null },
  'wenxin.iamUrl': { default: 'https://iam.bj.baidubce.com', parse: parseTokenServiceUrl, whenBroken: null },
  'wenxin.credentialSource': {
    default: 'secretStorage',
    parse: oneOf('secretStorage', 'environment', 'command', 'vault'),
  },
  'wenxin.credentialCommand': { default: [], parse: listOf(nonEmptyText) },
  'wenxin.vault.address': { default: '', parse: anyText },
  'wenxin.vault.path': { default: '', parse: anyText },
  'wenxin.vault.namespace': { default: '', parse: anyText },
  'wenxin.maxConcurrency': { default: 5, parse: wholeNumber(1, 64) },
  'wenxin.requestsPerMinute': { default: 0, parse: wholeNumber(0, 1_000_000) },
  'wenxin.tokensPerMinute': { default: 0, parse: wholeNumber(0, 1_000_000_000) },
  'wenxin.retry.maxAttempts': { default: 3, parse: wholeNumber(1, 10) },
  'wenxin.circuitBreaker.failureThreshold': { default: 5, parse: wholeNumber(1, 100) },
  'wenxin.circuitBreaker.recoverySeconds': { default: 60, parse: wholeNumber(1, 3600) },
  'wenxin.timeouts.firstTokenSeconds': {
    default: null,
    parse: value => (value === null ? null : wholeNumber(1, 3600)(value)),
  },
  'wenxin.timeouts.betweenTokensSeconds': { default: 30, parse: wholeNumber(1, 3600) },
  'wenxin.timeouts.totalSeconds': { default: 600, parse: wholeNumber(1, 86_400) },
  'wenxin.cache.enabled': { default: true, parse: yesOrNo },
  'wenxin.cache.memoryEntries': { default: 1024, parse: wholeNumber(0, 100_000) },
  'wenxin.cache.ttlHours': { default: 168, parse: numberBetween(0, 8760) },
  'wenxin.cache.featureTtlHours': { default: {}, parse: value => parseFeatureHours(value, numberBetween(0, 8760)) },
  'wenxin.cache.staleWhileRevalidate': { default: false, parse: yesOrNo },
  'wenxin.cache.maxSizeMb': { default: 256, parse: wholeNumber(1, 100_000) },
  'wenxin.cache.redis': { default: false, parse: yesOrNo },
  'wenxin.prices': { default: {}, parse: parseOwnPrices },
  'wenxin.budget.dailyCny': { default: 0, parse: numberBetween(0, 1_000_000) },
  'wenxin.budget.monthlyCny': { default: 0, parse: numberBetween(0, 10_000_000) },
  'wenxin.confirmAboveCny': { default: 1, parse: numberBetween(0, 1_000_000) },
  'wenxin.budget.warnAtPercent': { default: [80, 100], parse: listOf(wholeNumber(1, 100)) },
} as const satisfies SettingTable;

export type SettingId = keyof SettingValues;

/** The type of every setting's value. */
export interface SettingValues {
  readonly 'wenxin.model': string;
  /** Models for some of the features, overriding `wenxin.model`. */
  readonly 'wenxin.featureModels': FeatureModels;
  /** Models to fall back to, in order. */
  readonly 'wenxin.fallbackModels': readonly string[];
  readonly 'wenxin.maxOutputTokens': number;
  readonly 'wenxin.temperature': number | null;
  readonly 'wenxin.chat.maxTurnsSent': number;
  readonly 'wenxin.chat.sendKey': SendKey;
  readonly 'wenxin.replyLanguage': ReplyLanguage;
  readonly 'wenxin.commitMessage.language': ReplyLanguage;
  readonly 'wenxin.commitMessage.style': CommitStyle;
  readonly 'wenxin.codeLens.enabled': boolean;
  readonly 'wenxin.codeLens.explain': boolean;
  readonly 'wenxin.codeLens.document': boolean;
  readonly 'wenxin.codeLens.test': boolean;
  readonly 'wenxin.codeLens.refactor': boolean;
  /** `null` when the list is invalid: nothing may be sent then. */
  readonly 'wenxin.endpoints': readonly ConfiguredEndpoint[] | null;
  /** `null` when invalid: no keys may be sent to a token service then. */
  readonly 'wenxin.oauthUrl': string | null;
  readonly 'wenxin.iamUrl': string | null;
  readonly 'wenxin.credentialSource': CredentialSource;
  /** Program and arguments. */
  readonly 'wenxin.credentialCommand': readonly string[];
  readonly 'wenxin.vault.address': string;
  readonly 'wenxin.vault.path': string;
  readonly 'wenxin.vault.namespace': string;
  readonly 'wenxin.maxConcurrency': number;
  /** 0: learned from the service. */
  readonly 'wenxin.requestsPerMinute': number;
  readonly 'wenxin.tokensPerMinute': number;
  readonly 'wenxin.retry.maxAttempts': number;
  readonly 'wenxin.circuitBreaker.failureThreshold': number;
  readonly 'wenxin.circuitBreaker.recoverySeconds': number;
  readonly 'wenxin.timeouts.firstTokenSeconds': number | null;
  readonly 'wenxin.timeouts.betweenTokensSeconds': number;
  readonly 'wenxin.timeouts.totalSeconds': number;
  readonly 'wenxin.cache.enabled': boolean;
  readonly 'wenxin.cache.memoryEntries': number;
  readonly 'wenxin.cache.ttlHours': number;
  readonly 'wenxin.cache.featureTtlHours': FeatureHours;
  readonly 'wenxin.cache.staleWhileRevalidate': boolean;
  readonly 'wenxin.cache.maxSizeMb': number;
  /** Whether the team's Redis server is used; its address and keys are secrets. */
  readonly 'wenxin.cache.redis': boolean;
  readonly 'wenxin.prices': OwnPrices;
  /** In yuan; 0 means no budget. */
  readonly 'wenxin.budget.dailyCny': number;
  readonly 'wenxin.budget.monthlyCny': number;
  readonly 'wenxin.budget.warnAtPercent': readonly number[];
  /** In yuan; 0 means never ask. */
  readonly 'wenxin.confirmAboveCny': number;
}

type SettingTable = { readonly [Id in SettingId]: Setting<SettingValues[Id]> };

function nonEmptyText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function anyText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function yesOrNo(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function wholeNumber(least: number, most: number): (value: unknown) => number | undefined {
  return value => (Number.isInteger(value) ? numberBetween(least, most)(value) : undefined);
}

function numberBetween(least: number, most: number): (value: unknown) => number | undefined {
  return value => (typeof value === 'number' && value >= least && value <= most ? value : undefined);
}

function oneOf<const T extends string>(...choices: readonly T[]): (value: unknown) => T | undefined {
  return value => choices.find(choice => choice === value);
}

function listOf<T>(parse: (value: unknown) => T | undefined): (value: unknown) => readonly T[] | undefined {
  return value => {
    if (!Array.isArray(value)) return undefined;
    const parsed = value.map(parse);
    return parsed.every(each => each !== undefined) ? parsed : undefined;
  };
}
