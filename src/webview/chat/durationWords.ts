import * as l10n from '@vscode/l10n';

/** What the fold over the reasoning says. Less than a second is no time; what goes on has none at first. */
export function reasoningWords(seconds: number | undefined, isGoingOn: boolean): string {
  if (isGoingOn) {
    return seconds === undefined || seconds < 1 ? l10n.t('Reasoning...') : l10n.t('Reasoning... {0}', lasting(seconds));
  }
  return seconds === undefined || seconds < 1 ? l10n.t('Reasoning') : l10n.t('Thought for {0}', lasting(seconds));
}

function lasting(seconds: number): string {
  return seconds < 60 ? l10n.t('{0} s', seconds) : l10n.t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}
