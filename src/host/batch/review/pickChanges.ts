import * as vscode from 'vscode';
import type { FileChange } from './fileChanges.ts';

interface ChangeItem extends vscode.QuickPickItem {
  readonly file: FileChange;
  readonly number: number;
}

/** Asks which changes to apply, all checked at first; `undefined` when the user cancels. */
export function pickChanges(
  files: readonly FileChange[],
  show: (file: FileChange) => void,
): Promise<readonly FileChange[] | undefined> {
  const pick = vscode.window.createQuickPick<ChangeItem>();
  const compare: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('diff'),
    tooltip: vscode.l10n.t('Compare'),
  };
  pick.title = vscode.l10n.t('Review Changes');
  pick.placeholder = vscode.l10n.t('Uncheck what to skip. One step undoes it all.');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = files.flatMap(file =>
    file.changes.map(({ number, customId, edit }) => {
      const removed = linesOf(file.before.slice(edit.start, edit.end));
      return {
        label: customId,
        description: [`+${linesOf(edit.text)} −${removed}`, ...marks(file)].join(' · '),
        buttons: [compare],
        file,
        number,
      };
    }),
  );
  pick.selectedItems = pick.items;
  return new Promise(resolve => {
    pick.onDidTriggerItemButton(({ item }) => show(item.file));
    pick.onDidAccept(() => {
      resolve(chosen(files, pick.selectedItems));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function chosen(files: readonly FileChange[], items: readonly ChangeItem[]): readonly FileChange[] {
  const numbers = new Set(items.map(({ number }) => number));
  return files
    .map(file => ({ ...file, changes: file.changes.filter(({ number }) => numbers.has(number)) }))
    .filter(({ changes }) => changes.length > 0);
}

function marks({ file }: FileChange): string[] {
  return [
    ...(file.because === undefined ? [] : [vscode.l10n.t('asks for its name')]),
    ...(file.document.isDirty ? [vscode.l10n.t('has unsaved changes')] : []),
  ];
}

function linesOf(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}
