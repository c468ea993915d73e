import { basename } from 'node:path';
import * as vscode from 'vscode';
import { sentences } from './sentences.ts';
import { COMMANDS } from './ids.ts';
import type { SettingId } from './settings.ts';

/** Settings whose defaults could send a key or a question to a host that the user did not choose. */
const NOTHING_IS_SENT: ReadonlySet<SettingId> = new Set(['wenxin.endpoints', 'wenxin.iamUrl', 'wenxin.oauthUrl']);

/** Reports that the history was damaged, and how much of it was recovered. */
export function tellDamagedHistory(damagedPath: string, newPath: string, savedTurns: number): void {
  const reveal = vscode.l10n.t('Reveal File');
  const facts = { file: basename(damagedPath), fresh: basename(newPath), count: savedTurns.toLocaleString('en-US') };
  const message = sentences([
    vscode.l10n.t('The chat history is damaged and was set aside as “{file}”.', facts),
    vscode.l10n.t('{count} questions and answers of it could be read and were saved into “{fresh}”.', facts),
  ]);
  void vscode.window
    .showWarningMessage(message, reveal)
    .then(choice =>
      choice === reveal ? vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(damagedPath)) : undefined,
    );
}

/** Reports that the ledger was damaged, and how to correct a total that may be too low. */
export function tellDamagedLedger(
  damagedPath: string,
  newPath: string,
  savedRows: number,
  enterAmount: () => Promise<void>,
): void {
  const facts = { file: basename(damagedPath), fresh: basename(newPath), rows: savedRows.toLocaleString('en-US') };
  const reveal = vscode.l10n.t('Reveal File');
  const enter = vscode.l10n.t('Enter Amount...');
  const message = sentences([
    vscode.l10n.t(
      "The usage file is damaged and was set aside as “{file}”. Today's total may be too low until you correct it.",
      facts,
    ),
    vscode.l10n.t('{rows} rows of it were saved into “{fresh}”.', facts),
  ]);
  void vscode.window.showWarningMessage(message, reveal, enter).then(choice => {
    if (choice === enter) return enterAmount();
    if (choice === reveal) return vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(damagedPath));
    return undefined;
  });
}

/** Reports that another window runs a newer version, whose ledger this one must not write. */
export function tellOutdated(): void {
  const reload = vscode.l10n.t('Reload Window');
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t(
        'Another window runs a newer version of Ask Wenxin. This window cannot count the spend any more and sends nothing until it is reloaded.',
      ),
      reload,
    )
    .then(choice => (choice === reload ? vscode.commands.executeCommand('workbench.action.reloadWindow') : undefined));
}

/** Reports that conversations are not saved in this session. */
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

/** Reports that the spend cannot be written to disk, and what the consequences are. */
export function tellUnwritten(): void {
  const log = vscode.l10n.t('Show Log');
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t(
        'The spend cannot be written to disk. Asking works without a budget, and what it costs is written when the disk can be written again; closing VS Code before that loses it. Check the free space of the disk.',
      ),
      log,
    )
    .then(choice => (choice === log ? vscode.commands.executeCommand(COMMANDS.showLog) : undefined));
}

/** Reports that answers cannot be cached on disk. Nothing else depends on that. */
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

/** Reports that a proxy or the like buffers streamed answers. Shown once per host. */
export function tellBuffered(host: string): void {
  const diagnose = vscode.l10n.t('Diagnose Connection');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t(
        'Answers from {host} arrive all at once: something on the way, such as a proxy, holds them back. Asking works, but you wait for the whole answer.',
        { host },
      ),
      diagnose,
    )
    .then(choice => (choice === diagnose ? vscode.commands.executeCommand(COMMANDS.diagnose) : undefined));
}

/** Reports an invalid setting, and what applies instead. */
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
