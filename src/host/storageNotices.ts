import { basename } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from './ids.ts';
import type { SettingId } from './settings.ts';

/** Their defaults could send a key or a question to another host than the person meant. */
const NOTHING_IS_SENT: ReadonlySet<SettingId> = new Set(['wenxin.endpoints', 'wenxin.iamUrl', 'wenxin.oauthUrl']);

/** Tells that a file of ours was damaged. It is kept, and an empty one has taken its place. */
export function tellDamagedFile(damagedPath: string, newPath: string): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The file “{file}” is damaged. It was kept as it is, and “{fresh}” is used from now on; what the old one held may be missing.',
      {
        file: basename(damagedPath),
        fresh: basename(newPath),
      },
    ),
  );
}

/** Tells that conversations are not kept this time. */
export function tellUnsaved(): void {
  const log = vscode.l10n.t('Show Log');
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t(
        'The chat history cannot be opened. Asking works, but this conversation will not be kept. Check the free space of the disk and reload.',
      ),
      log,
    )
    .then(choice => (choice === log ? vscode.commands.executeCommand(COMMANDS.showLog) : undefined));
}

/** Tells that answers cannot be kept on disk. Nothing else depends on that. */
export function tellNotKept(): void {
  const log = vscode.l10n.t('Show Log');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t(
        'Answers cannot be kept on disk, so the same question costs again after a reload. Asking is not affected. Check the free space of the disk.',
      ),
      log,
    )
    .then(choice => (choice === log ? vscode.commands.executeCommand(COMMANDS.showLog) : undefined));
}

/** Tells that answers arrive all at once though they are written piece by piece. Said once for each host. */
export function tellBuffered(host: string): void {
  const diagnose = vscode.l10n.t('Diagnose Connection');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t(
        'Answers of {host} arrive all at once: something on the way, such as a proxy, holds them back. Asking works, but you wait for the whole answer.',
        { host },
      ),
      diagnose,
    )
    .then(choice => (choice === diagnose ? vscode.commands.executeCommand(COMMANDS.diagnose) : undefined));
}

/** Tells that a setting's value cannot be used, and what holds instead. */
export function tellBrokenSetting(id: SettingId): void {
  const settings = vscode.l10n.t('Open Settings');
  void vscode.window
    .showWarningMessage(
      NOTHING_IS_SENT.has(id)
        ? vscode.l10n.t('The setting {id} cannot be used, so nothing is sent until it is corrected.', { id })
        : vscode.l10n.t('The value of the setting {id} cannot be used, so its default applies.', { id }),
      settings,
    )
    .then(choice =>
      choice === settings ? vscode.commands.executeCommand('workbench.action.openSettings', id) : undefined,
    );
}
