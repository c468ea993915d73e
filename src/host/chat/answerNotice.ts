import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { formatYuan, type ModelPrice, type Rate } from '../../core/money.ts';
import { sentences } from '../sentences.ts';
import { yuanPerMillion } from '../models/yuanPerMillion.ts';
import { budgetInside } from '../spend/budgetWords.ts';

/**
 * Looks up the price of a model at an endpoint, given by name; at the preferred one if that is missing or no longer
 * configured. Returns `undefined` when the price is unknown.
 */
export type PriceOf = (model: string, endpoint: string | undefined) => ModelPrice | undefined;

/** Returns what the user should know about an answer beyond failures; `undefined` when there is nothing. */
export function answerNotice(answer: Answer, priceOf: PriceOf): string | undefined {
  if (answer.safety === 'withdrawn') {
    return vscode.l10n.t('The service withdrew this answer under its safety rules. Rephrase the question.');
  }
  if (answer.safety === 'ended') {
    return vscode.l10n.t('The service ended this conversation under its safety rules. Start a new chat to go on.');
  }
  const parts = [
    stopSentence(answer),
    failoverSentence(answer, priceOf),
    trimSentence(answer),
    limitSentence(answer),
    cutSentence(answer),
  ];
  const said = parts.filter(part => part !== undefined);
  return said.length === 0 ? undefined : sentences(said);
}

/** An answer that was stopped after its request was sent has a receipt. */
function stopSentence({ state, bookings }: Answer): string | undefined {
  return state === 'stopped' && bookings.length === 0 ? vscode.l10n.t('Nothing was charged.') : undefined;
}

/**
 * Names what changed in a failover: the model, or else the endpoint. Adds the price that the answer was charged at, or
 * before its end that of the model at the endpoint that answers, unless tokens are free.
 */
function failoverSentence({ failover, endpoint, model, bookings }: Answer, priceOf: PriceOf): string | undefined {
  if (failover === undefined) return undefined;
  const isOtherModel = failover.from.model !== model;
  const names = isOtherModel
    ? { from: failover.from.model, to: model }
    : { from: failover.from.endpoint, to: endpoint ?? '' };
  const price = priceOf(model, endpoint);
  const rate = bookings.at(-1)?.rate;
  const tiers: readonly Rate[] = rate ? [rate] : price?.isFlat ? [] : (price?.tiers ?? []);
  const [tier, ...dearerTiers] = tiers;
  if (tier === undefined || (tier.inputNanoYuan === 0 && tier.outputNanoYuan === 0)) {
    return vscode.l10n.t('{from} is unavailable; {to} answered instead.', names);
  }
  const facts = { ...names, input: yuanPerMillion(tier.inputNanoYuan), output: yuanPerMillion(tier.outputNanoYuan) };
  return dearerTiers.length > 0
    ? vscode.l10n.t(
        '{from} is unavailable; {to} answered instead (from {input} in, {output} out per million tokens).',
        facts,
      )
    : vscode.l10n.t(
        '{from} is unavailable; {to} answered instead ({input} in, {output} out per million tokens).',
        facts,
      );
}

/** Limits that the user has set are not reported with every answer. */
function trimSentence({ earlier }: Answer): string | undefined {
  if (earlier === undefined || earlier.leftOut === 0 || earlier.because === 'count') return undefined;
  return earlier.leftOut === 1
    ? vscode.l10n.t('The oldest question was not sent.')
    : vscode.l10n.t('The {count} oldest questions were not sent.', { count: earlier.leftOut });
}

/** Says nothing for an answer that ended before any content came: the limit had no effect. */
function limitSentence({ limited, state, text, reasoning }: Answer): string | undefined {
  const isEmpty = text === '' && reasoning === '';
  if (limited === undefined || (isEmpty && state !== 'waiting' && state !== 'streaming')) return undefined;
  return vscode.l10n.t('{left} of {whichBudget} was left, so this answer was limited to {tokens} tokens.', {
    left: formatYuan(limited.leftNanoYuan),
    whichBudget: budgetInside(limited.budget),
    tokens: limited.maxOutputTokens.toLocaleString('en-US'),
  });
}

function cutSentence({ finish, limited, isModelLimit, model }: Answer): string | undefined {
  if (finish === 'filtered') return vscode.l10n.t('The service cut this answer under its safety rules.');
  if (finish !== 'length') return undefined;
  // The budget cut it, not the limit in the settings.
  if (limited !== undefined) return vscode.l10n.t('It was cut there.');
  if (isModelLimit) return vscode.l10n.t('The answer was cut at the output limit of {model}.', { model });
  return vscode.l10n.t('The answer was cut at the output limit, which can be raised in the settings.');
}
