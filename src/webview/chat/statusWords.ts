import * as l10n from '@vscode/l10n';
import type { AnswerView, ProgressView, TurnView } from '../../protocol/turnView.ts';
import { withSeconds } from './countdown.ts';

/** The current announcement for screen readers. */
export interface TellingStatus {
  readonly words: string;
  /** Text of the wait without its numbers; missing in other states. */
  readonly wait?: string;
}

/**
 * Returns the screen reader announcement for the newest turn, in place of every word of a growing answer. The text of a
 * wait does not change while it counts down, so that it is announced once.
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

/** Counts characters as users do: a surrogate pair counts as one. */
function lengthOf(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

function waitStatus(before: TellingStatus, progress: ProgressView | undefined): TellingStatus {
  if (progress === undefined) return { words: l10n.t('Waiting for an answer...') };
  const wait = progress.text.replaceAll(/\d+/g, '');
  return before.wait === wait ? before : { words: withSeconds(progress.text, progress.remainingMs), wait };
}
