import * as vscode from 'vscode';
import type { BatchCost, DryRun } from '../../../core/batch/plan/dryRunReport.ts';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import type { SecretKind } from '../../../core/conversation/secrets/secret.ts';
import { formatYuan, formatYuanAtMost, formatYuanRange } from '../../../core/money.ts';
import { secretName } from '../../chat/secretName.ts';
import { hourText } from '../../history/timeText.ts';
import { budgetAtStart } from '../../spend/budgetWords.ts';
import { minutesText } from '../minutesText.ts';
import { leftOutText } from './leftOutText.ts';
import { asCode, itemNames, sampleSections } from './sampleText.ts';
import { priceText } from '../../spend/priceText.ts';

/** Renders a dry run as Markdown: a summary, warnings, and real prompts. */
export function dryRunText({ title }: Pick<BatchInput, 'title'>, run: DryRun, timeZone: string | undefined): string {
  return [
    `# ${vscode.l10n.t('Batch: {title}', { title: asCode(title) })}`,
    summarySentence(run),
    ...section(vscode.l10n.t('Before you start'), warnings(run)),
    ...section(vscode.l10n.t('Spend'), spend(run)),
    ...section(vscode.l10n.t('Time'), time(run, timeZone)),
    ...section(
      vscode.l10n.t('Left out'),
      run.leftOut.map(each => leftOutText({ ...each, examples: each.examples.map(asCode) })),
    ),
    ...sampleSections(run.samples, run.count),
    '',
  ].join('\n\n');
}

/** Summarizes the dry run in one sentence. */
function summarySentence(run: DryRun): string {
  return vscode.l10n.t(
    '{count} items ({cached} from the cache), about {tokens} tokens, {price}, {minutes} minutes. The dry run sent nothing.',
    {
      count: number(run.count),
      cached: number(run.cached),
      tokens: number(run.inputTokens + run.answers.expectedTokens),
      price: priceText(run.cost),
      minutes: minutesText(run.minutes),
    },
  );
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, lines.map(line => `- ${line}`).join('\n')];
}

function warnings({ budgetStop, isUnpriced, secrets, tooLong, likelyCut }: DryRun): string[] {
  const stop = budgetStop && {
    whichBudget: budgetAtStart(budgetStop.budget),
    limit: formatYuan(budgetStop.limitNanoYuan),
    left: formatYuan(Math.max(0, budgetStop.leftNanoYuan)),
    items: number(budgetStop.afterItems),
  };
  return [
    isUnpriced && vscode.l10n.t('The price is unknown and there is a budget, so nothing would be sent.'),
    stop &&
      (budgetStop.isLikely
        ? vscode.l10n.t(
            '{whichBudget} ({limit}, of which batches may still use {left}) will probably stop it after {items} items.',
            stop,
          )
        : vscode.l10n.t(
            '{whichBudget} ({limit}, of which batches may still use {left}) would stop it after {items} items if it turns out expensive.',
            stop,
          )),
    ...secrets.items.map(({ customId, found }) =>
      vscode.l10n.t('Possible secrets in {item}: {secrets}', {
        item: asCode(customId),
        secrets: found
          .map(({ kind, line }) =>
            vscode.l10n.t('{secret} (line {line} of the prompt)', {
              secret: secretName(kind as SecretKind),
              line: String(line),
            }),
          )
          .join(', '),
      }),
    ),
    secrets.count > secrets.items.length &&
      vscode.l10n.t('Possible secrets in {count} items more', { count: number(secrets.count - secrets.items.length) }),
    tooLong.count > 0 &&
      vscode.l10n.t('Longer than the model takes, with its longest answer: {count} ({items})', {
        count: number(tooLong.count),
        items: itemNames(tooLong),
      }),
    likelyCut.count > 0 &&
      vscode.l10n.t('Answers that will probably be cut by the output limit: {count} ({items})', {
        count: number(likelyCut.count),
        items: itemNames(likelyCut),
      }),
  ].filter(line => typeof line === 'string');
}

function spend({ count, cached, models, inputTokens, answers, cost, costByService }: DryRun): string[] {
  return [
    vscode.l10n.t('To be asked: {asked}. From the cache at ¥0: {cached}.', {
      asked: number(count - cached),
      cached: number(cached),
    }),
    vscode.l10n.t('Input: about {input} tokens. Answers: {low} to {high} tokens, probably {expected}.', {
      input: number(inputTokens),
      low: number(answers.lowTokens),
      high: number(answers.highTokens),
      expected: number(answers.expectedTokens),
    }),
    ...(typeof cost === 'string' ? [priceText(cost)] : costLines(cost)),
    ...(typeof costByService === 'string' ? [] : [serviceLine(costByService)]),
    vscode.l10n.t('Models: {models}', {
      models: models
        .map(({ model, count: items }) =>
          vscode.l10n.t('{name} ({count})', { name: asCode(model), count: number(items) }),
        )
        .join(', '),
    }),
  ];
}

function costLines(cost: BatchCost): string[] {
  return [
    vscode.l10n.t('Nine of ten such batches cost {range}, none more than {worst}.', {
      range: formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan),
      worst: formatYuanAtMost(cost.worstNanoYuan),
    }),
  ];
}

function serviceLine({ lowNanoYuan, highNanoYuan }: BatchCost): string {
  return vscode.l10n.t("By Baidu's batch inference at 40%: {range}, not immediate.", {
    range: formatYuanRange(lowNanoYuan, highNanoYuan),
  });
}

function time({ minutes, pace, quietHourMs }: DryRun, timeZone: string | undefined): string[] {
  const facts = {
    concurrency: number(pace.concurrency),
    first: (pace.firstTokenMs / 1000).toFixed(1),
    speed: number(pace.tokensPerSecond),
    requests: number(pace.requestsPerMinute ?? 0),
    tokens: number(pace.tokensPerMinute ?? 0),
  };
  return [
    minutes < 1
      ? vscode.l10n.t('Less than a minute, if nothing fails and nobody else asks.')
      : vscode.l10n.t('About {minutes} minutes, if nothing fails and nobody else asks.', {
          minutes: minutesText(minutes),
        }),
    pace.isMeasured
      ? vscode.l10n.t(
          'Calculated with a concurrency of {concurrency}, {first} s to the first token and {speed} tokens a second, as measured recently.',
          facts,
        )
      : vscode.l10n.t(
          'Calculated with a concurrency of {concurrency}, {first} s to the first token and {speed} tokens a second. These are usual values: nothing has been measured yet.',
          facts,
        ),
    pace.heldUpBy === 'requests' &&
      vscode.l10n.t('The bottleneck is the rate limit of {count} requests a minute.', {
        count: facts.requests,
      }),
    pace.heldUpBy === 'tokens' &&
      vscode.l10n.t('The bottleneck is the rate limit of {count} tokens a minute.', {
        count: facts.tokens,
      }),
    quietHourMs !== undefined &&
      vscode.l10n.t('A quieter time begins at {hour}.', { hour: hourText(quietHourMs, timeZone) }),
  ].filter(line => typeof line === 'string');
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
