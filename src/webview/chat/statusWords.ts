import * as l10n from '@vscode/l10n';
import type { TurnView } from '../../protocol/chat.ts';

/** What a screen reader says once about the newest turn, instead of every word of a growing answer. */
export function statusWords(turn: TurnView | undefined): string {
  switch (turn?.answer.state) {
    case undefined:
      return '';
    case 'waiting':
    case 'streaming':
      return turn?.answer.progress ?? l10n.t('Waiting for an answer...');
    case 'finished':
      return l10n.t('The answer is complete.');
    case 'stopped':
      return l10n.t('Stopped.');
    case 'failed':
      return turn?.answer.failure?.message ?? '';
  }
}
