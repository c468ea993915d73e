import * as vscode from 'vscode';
import { isChinese } from '../../language.ts';
import type { LeftOut } from './answeredCode.ts';
import type { LeftOutItem } from './collectChanges.ts';

const ORDER: readonly LeftOut[] = ['changed', 'ambiguous', 'cut', 'not-one-block', 'overlap', 'hidden', 'file', 'same'];

/** Says how many answers do not become changes, and why; empty when there are none. */
export function leftOutText(leftOut: readonly LeftOutItem[]): string {
  const parts = ORDER.flatMap(why => {
    const count = leftOut.filter(each => each.why === why).length;
    return count === 0 ? [] : [countText(why, count)];
  });
  if (parts.length === 0) return '';
  const reasons = parts.join(isChinese() ? '，' : ', ');
  return vscode.l10n.t('Left out: {reasons}.', { reasons });
}

function countText(why: LeftOut, count: number): string {
  switch (why) {
    case 'changed':
      return vscode.l10n.t('{count} whose file changed since', { count });
    case 'ambiguous':
      return vscode.l10n.t('{count} whose code is now in several places', { count });
    case 'cut':
      return vscode.l10n.t('{count} cut off', { count });
    case 'not-one-block':
      return vscode.l10n.t('{count} without exactly one block of code', { count });
    case 'overlap':
      return vscode.l10n.t('{count} at the same place as another change', { count });
    case 'hidden':
      return vscode.l10n.t('{count} with invisible characters', { count });
    case 'file':
      return vscode.l10n.t('{count} whose file cannot be changed', { count });
    case 'same':
      return vscode.l10n.t('{count} with nothing to change', { count });
  }
}
