import * as vscode from 'vscode';
import type { FresherAnswer, Origin } from '../../core/chat.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import { formatYuan } from '../../core/money.ts';
import type { CachedView } from '../../protocol/turnView.ts';
import { ageText } from '../ageText.ts';
import { chargeSentence, newerChargeSentence } from '../failures/chargeSentences.ts';
import { sentences } from '../sentences.ts';

/** Actions on an answer that did not come from the service now. */
export type CachedActionId = 'askAgain' | 'showFresher';

/** Says that an answer was not paid for and where it came from; `undefined` for an answer from the service. */
export function cachedView(answer: Answer, nowMs: number): CachedView | undefined {
  const { state, origin, fresher } = answer;
  if (state !== 'finished' || origin === undefined) return undefined;
  return {
    text: textOf(origin, fresher, nowMs),
    description: descriptionOf(origin, answer),
    actions: cachedActions(answer).map(id => ({ id, label: labelOf(id), asks: id === 'askAgain' })),
  };
}

/** Returns the actions available now. A newer answer that has arrived can be shown instead of asked for. */
export function cachedActions({ state, origin, fresher }: Answer): readonly CachedActionId[] {
  if (state !== 'finished' || origin === undefined) return [];
  return fresher === undefined ? ['askAgain'] : ['showFresher'];
}

function textOf(origin: Origin, fresher: FresherAnswer | undefined, nowMs: number): string {
  const age = ageText(nowMs - origin.answeredAtMs);
  if (fresher !== undefined) {
    return sentences([plainText(age), vscode.l10n.t('A newer answer differs from the one shown.')]);
  }
  // Fetching the newer answer costs money, so nothing is saved.
  if (origin.isStale) return sentences([plainText(age), vscode.l10n.t('A newer answer is being fetched.')]);
  if (origin.level === 'joined') {
    return vscode.l10n.t('The same question was already being asked; sharing its answer cost nothing.');
  }
  // A free model or a flat plan saves nothing.
  if (origin.savedNanoYuan === undefined || origin.savedNanoYuan === 0) return plainText(age);
  const saved = formatYuan(origin.savedNanoYuan);
  return age === undefined
    ? vscode.l10n.t('From the cache (just now), saved {saved}.', { saved })
    : vscode.l10n.t('From the cache ({age} ago), saved {saved}.', { age, saved });
}

function plainText(age: string | undefined): string {
  return age === undefined
    ? vscode.l10n.t('From the cache (just now).')
    : vscode.l10n.t('From the cache ({age} ago).', { age });
}

function descriptionOf(origin: Origin, { model, bookings, fresher }: Answer): string {
  return sentences([
    sourceSentence(origin.level, model),
    chargeSentence(bookings),
    origin.savedNanoYuan === undefined
      ? vscode.l10n.t('The price is unknown, so what was saved is unknown too.')
      : undefined,
    origin.isStale
      ? vscode.l10n.t('It is older than the settings allow; the newer answer is charged as any other.')
      : undefined,
    fresher?.booking && newerChargeSentence([fresher.booking]),
  ]);
}

/** Returns where an answer came from that was not requested from the service now. */
export function sourceSentence(level: Origin['level'], model: string): string {
  switch (level) {
    case 'memory':
      return vscode.l10n.t('Answered by {model} and kept in memory.', { model });
    case 'workspace':
      return vscode.l10n.t('Answered by {model} and kept for this workspace.', { model });
    case 'team':
      return vscode.l10n.t("Answered by {model}, from your team's cache.", { model });
    case 'joined':
      return vscode.l10n.t('Answered by {model} to the same question, asked elsewhere at the same time.', {
        model,
      });
  }
}

function labelOf(id: CachedActionId): string {
  switch (id) {
    case 'askAgain':
      return vscode.l10n.t('Ask Again');
    case 'showFresher':
      return vscode.l10n.t({ message: 'Show It', comment: ['the newer answer'] });
  }
}
