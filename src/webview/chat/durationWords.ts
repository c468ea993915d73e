import * as l10n from '@vscode/l10n';

/** Returns the label of the collapsed reasoning. Durations below one second are omitted. */
export function reasoningWords(seconds: number | undefined, isGoingOn: boolean): string {
  if (isGoingOn) {
    return seconds === undefined || seconds < 1 ? l10n.t('Reasoning...') : l10n.t('Reasoning... {0}', lasting(seconds));
  }
  return seconds === undefined || seconds < 1 ? l10n.t('Reasoning') : l10n.t('Thought for {0}', lasting(seconds));
}

function lasting(seconds: number): string {
  return seconds < 60 ? l10n.t('{0} s', seconds) : l10n.t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}
