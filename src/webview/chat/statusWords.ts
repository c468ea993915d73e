import * as l10n from '@vscode/l10n';
import type { AnswerView, ProgressView, TurnView } from '../../protocol/turnView.ts';
import { withSeconds } from './countdown.ts';

/** What a screen reader was told of a wait. */
export interface TellingStatus {
  readonly words: string;
  /** What it waits for, without its numbers; missing when it is not that. */
  readonly wait?: string;
}

/**
 * What a screen reader says about the newest turn, instead of every word of a growing answer. Words of a wait stay as they
 * were first, so that it is said once, whatever is counted down meanwhile.
 */
export function nextStatus(before: TellingStatus, turn: TurnView | undefined): TellingStatus {
  switch (turn?.answer.state) {
    case undefined:
      return { words: '' };
    case 'waiting':
      return waitStatus(before, turn?.answer.progress);
    case 'streaming':
      return { words: l10n.t('The answer is being written.') };
    case 'finished':
      return { words: completeWords(turn?.answer) };
    case 'stopped':
      return { words: l10n.t('Stopped.') };
    case 'failed':
      return { words: turn?.answer.failure?.message ?? '' };
  }
}

function completeWords(answer: AnswerView | undefined): string {
  const complete = l10n.t('The answer is complete, {0} characters.', lengthOf(answer?.text ?? ''));
  return answer?.cached === undefined ? complete : `${complete} ${answer.cached.text}`;
}

/** In signs as people count them: some take two units. */
function lengthOf(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

function waitStatus(before: TellingStatus, progress: ProgressView | undefined): TellingStatus {
  if (progress === undefined) return { words: l10n.t('Waiting for an answer...') };
  const wait = progress.text.replaceAll(/\d+/g, '');
  return before.wait === wait ? before : { words: withSeconds(progress.text, progress.remainingMs), wait };
}
