import * as vscode from 'vscode';
import type { LeftOut } from '../../../core/batch/plan/batchInput.ts';

/** Says why files have no item, with some of their names. */
export function leftOutText({ reason, count, examples }: LeftOut): string {
  if (reason === 'too-many')
    return vscode.l10n.t('There are more than {count} files; the rest was left out.', {
      count: (examples[0] ?? '').replaceAll('`', ''),
    });
  const more = count > examples.length ? ', ...' : '';
  return vscode.l10n.t('{why}: {count} ({examples}).', {
    why: whyText(reason),
    count: count.toLocaleString('en-US'),
    examples: `${examples.join(', ')}${more}`,
  });
}

function whyText(reason: Exclude<LeftOut['reason'], 'too-many'>): string {
  switch (reason) {
    case 'ignored':
      return vscode.l10n.t('Ignored by .gitignore or .wenxinignore');
    case 'secret-file':
      return vscode.l10n.t('May hold secrets');
    case 'protected':
      return vscode.l10n.t('Protected, so no answer may change them');
    case 'not-text':
      return vscode.l10n.t('Not text');
    case 'empty':
      return vscode.l10n.t('Empty');
    case 'too-large':
      return vscode.l10n.t('Longer than the model takes');
    case 'unreadable':
      return vscode.l10n.t('Cannot be read');
    case 'no-functions':
      return vscode.l10n.t('No function found');
  }
}
