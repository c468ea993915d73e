import type { Booking } from '../../../src/core/booking.ts';
import type { ModelPrice, NanoYuan } from '../../../src/core/money.ts';
import { amountOf } from '../../../src/core/spend/prices.ts';
import type { LedgerOutcome } from '../../../src/core/spend/ledgerFormat.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';

/** Chooses an element of a list at random, by weight. */
export type Choose = <T>(weighted: readonly (readonly [value: T, weight: number])[]) => T;

/** The facts of a generated attempt. */
export interface MadeUpAttempt {
  readonly model: string;
  readonly price: ModelPrice | undefined;
  readonly feature: string;
  readonly workspace: string;
  readonly endpoint: string;
  readonly consumer: string;
  readonly outcome: LedgerOutcome;
  /** Kind of the failure, if it failed. */
  readonly failure: string | undefined;
  readonly source: Booking['source'];
  readonly inputTokens: number;
  readonly estimatedInput: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly amountNanoYuan: NanoYuan | undefined;
  readonly firstContentMs: number | undefined;
  readonly totalMs: number;
}

/** The last one is not in the catalogue: its price is unknown. */
const MODELS = [
  ['ernie-4.5-turbo-latest', 42],
  ['ernie-5.1', 24],
  ['qianfan-8b', 12],
  ['ernie-x1.1', 8],
  ['ernie-5.0-thinking-latest', 7],
  ['ernie-char-fiction-8k-preview', 5],
  ['deepseek-lab-私有', 2],
] as const;
const FEATURES = [
  ['chat', 40],
  ['explain', 22],
  ['fix', 12],
  ['review', 9],
  ['test', 7],
  ['refactor', 5],
  ['document', 3],
  ['translate', 2],
] as const;
const WORKSPACES = [
  ['ask-wenxin', 45],
  ['支付系统', 25],
  ['legacy "core", v2', 15],
  ['=HYPERLINK("x")', 5],
  ['', 10],
] as const;
const ENDPOINTS = [
  ['qianfan', 80],
  ['qianfan-backup', 15],
  ['company', 5],
] as const;
const CONSUMERS = [
  ['self', 85],
  ['@acme/批处理', 10],
  ['other.extension', 5],
] as const;
const OUTCOMES = [
  ['ok', 905],
  ['failed', 60],
  ['cancelled', 32],
  ['lost', 3],
] as const;
const FAILURES = [
  ['refused', 35],
  ['busy', 25],
  ['timeout', 12],
  ['connection-lost', 10],
  ['truncated', 8],
  ['unsafe', 5],
  ['too-long', 3],
  ['credentials', 2],
] as const;

/** Generates a typical attempt at work. The same numbers from `random` give the same attempt. */
export function madeUpAttempt(random: () => number, choose: Choose): MadeUpAttempt {
  const model = choose(MODELS);
  const info = findModel(model);
  const outcome = choose<LedgerOutcome>(OUTCOMES);
  const failure = outcome === 'failed' ? choose<string>(FAILURES) : outcome === 'lost' ? 'lost' : undefined;
  const isCharged = failure === undefined || failure === 'truncated' || failure === 'lost';
  const asked = Math.round(Math.exp(5.5 + 1.3 * bell(random)));
  const usage = {
    inputTokens: isCharged ? asked : 0,
    cachedInputTokens: isCharged && random() < 0.3 ? Math.floor(asked * random()) : 0,
    outputTokens: isCharged ? Math.round(Math.exp(5.8 + 0.9 * bell(random))) : 0,
    reasoningTokens: 0,
  };
  if (info?.thinking === true) usage.reasoningTokens = Math.floor(usage.outputTokens * random() * 0.6);
  const firstContentMs = Math.round(Math.exp((info?.thinking === true ? 8 : 6.6) + 0.6 * bell(random)));
  return {
    model,
    price: info?.price,
    feature: choose(FEATURES),
    workspace: choose(WORKSPACES),
    endpoint: choose(ENDPOINTS),
    consumer: choose(CONSUMERS),
    outcome,
    failure,
    source: outcome === 'ok' && random() < 0.98 ? 'usage' : 'estimate',
    inputTokens: usage.inputTokens,
    estimatedInput: Math.max(1, Math.round(asked * (1 + 0.15 * bell(random)))),
    cachedTokens: usage.cachedInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    amountNanoYuan: info?.price && amountOf(info.price, usage),
    firstContentMs: outcome === 'ok' || (outcome === 'cancelled' && random() < 0.5) ? firstContentMs : undefined,
    totalMs: firstContentMs + Math.round(usage.outputTokens * (8 + 10 * random())),
  };
}

/** Returns an approximately normally distributed number with mean 0 and standard deviation 1. */
function bell(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
