import * as vscode from 'vscode';
import type { ListedConversation } from '../../core/conversation/list/listQuery.ts';
import { COMMANDS } from '../ids.ts';
import { deleteConversation } from './deleteConversation.ts';
import { tellHistoryFailure } from './historyFailure.ts';
import { emptyItem, type HistoryButton, type HistoryItem, historyItems } from './historyItems.ts';
import type { HistoryParts } from './historyParts.ts';
import { renameConversation } from './renameConversation.ts';

/** Maximum number of rows; older conversations are found by searching. */
const MAX_ROWS = 200;

/** Debounce delay for searching while typing. */
const TYPING_MS = 150;

/** Quick pick of conversations. Opens one, and pins, renames and deletes without opening. */
export class HistoryPick {
  readonly #parts: HistoryParts;
  readonly #pick = vscode.window.createQuickPick<HistoryItem>();
  #isAll: boolean;
  #cancelTyping: (() => void) | undefined;
  /** True while the list is hidden because another input is open. */
  #isAside = false;
  #isOpen = true;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    // Without an open folder, "this workspace" has no meaning.
    this.#isAll = parts.workspace === '';
    const pick = this.#pick;
    pick.placeholder = vscode.l10n.t('Search titles, questions, answers and names of attached files');
    pick.keepScrollPosition = true;
    pick.onDidChangeValue(() => this.#typed());
    pick.onDidAccept(() => this.#accept(pick.selectedItems[0]));
    pick.onDidTriggerButton(button => void this.#onTitleButton(button));
    pick.onDidTriggerItemButton(({ item, button }) => void this.#onRowButton(item, button as HistoryButton));
    pick.onDidHide(() => {
      if (!this.#isAside) this.#close();
    });
    this.#showScope();
  }

  /** Shows the list; resolves once it has its first rows. */
  async show(): Promise<void> {
    this.#pick.show();
    await this.#refresh();
  }

  #showScope(): void {
    const { workspace } = this.#parts;
    this.#pick.title = this.#isAll ? vscode.l10n.t('Chat History: All Workspaces') : vscode.l10n.t('Chat History');
    const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({
      iconPath: new vscode.ThemeIcon(icon),
      tooltip,
    });
    this.#pick.buttons = [
      ...(workspace === '' ? [] : [this.#scopeButton()]),
      button('folder-opened', vscode.l10n.t('Import Chat...')),
      button('add', vscode.l10n.t('New Chat')),
    ];
  }

  #scopeButton(): vscode.QuickInputButton {
    return this.#isAll
      ? { iconPath: new vscode.ThemeIcon('folder'), tooltip: vscode.l10n.t('Show This Workspace Only') }
      : { iconPath: new vscode.ThemeIcon('files'), tooltip: vscode.l10n.t('Show All Workspaces') };
  }

  #typed(): void {
    this.#pick.busy = true;
    this.#cancelTyping?.();
    this.#cancelTyping = this.#parts.clock.after(TYPING_MS, () => void this.#refresh());
  }

  /** Reloads the rows, keeping the active one. */
  async #refresh(): Promise<void> {
    const { reader, workspace, current, clock, timeZone, logger } = this.#parts;
    const pick = this.#pick;
    const [text, isAll] = [pick.value.trim(), this.#isAll];
    pick.busy = true;
    try {
      const found = await reader.find({ text, limit: MAX_ROWS, ...(!isAll && { workspace }) });
      if (found === undefined || !this.#isOpen) return;
      const time = { nowMs: clock.now(), timeZone: timeZone() };
      const marked = idOf(pick.activeItems[0]);
      pick.items =
        found.length === 0 ? [emptyItem(text, isAll)] : historyItems(found, { current: current(), isAll, time });
      const again = pick.items.find(item => marked !== undefined && idOf(item) === marked);
      if (again !== undefined) pick.activeItems = [again];
      pick.busy = false;
    } catch (error) {
      if (!this.#isOpen) return;
      this.#close();
      await tellHistoryFailure(vscode.l10n.t('The chat history cannot be read from disk.'), error, logger);
    }
  }

  #accept(item: HistoryItem | undefined): void {
    const row = item?.row;
    if (row === undefined || row.kind === 'nothing') return;
    if (row.kind === 'all') {
      this.#setAll(true);
      return;
    }
    this.#close();
    const { open, startNew } = this.#parts;
    if (row.kind === 'ask') void startNew();
    else {
      const opened = open(row.conversation.id, row.conversation.hit?.turnId);
      void this.#orTell(opened, vscode.l10n.t('The chat history cannot be read from disk.'));
    }
  }

  #setAll(isAll: boolean): void {
    this.#isAll = isAll;
    this.#showScope();
    void this.#refresh();
  }

  async #onTitleButton(button: vscode.QuickInputButton): Promise<void> {
    const place = this.#pick.buttons.indexOf(button) - this.#pick.buttons.length;
    if (place === -3) {
      this.#setAll(!this.#isAll);
      return;
    }
    this.#close();
    if (place === -2) await vscode.commands.executeCommand(COMMANDS.importChat);
    else await this.#parts.startNew();
  }

  async #onRowButton({ row }: HistoryItem, { does }: HistoryButton): Promise<void> {
    if (row?.kind !== 'conversation') return;
    const { conversation } = row;
    // Until the rows show the change.
    this.#pick.busy = true;
    switch (does) {
      case 'pin':
      case 'unpin':
        await this.#orTell(
          this.#parts.changes.pin(conversation.id, does === 'pin'),
          does === 'pin'
            ? vscode.l10n.t('The conversation could not be pinned.')
            : vscode.l10n.t('The conversation could not be unpinned.'),
        );
        break;
      case 'rename':
        await this.#orTell(
          this.#aside(() => renameConversation(this.#parts, conversation)),
          vscode.l10n.t('The conversation could not be renamed.'),
        );
        break;
      case 'delete':
        await deleteConversation(this.#parts, titled(conversation), () => void this.#refreshIfOpen());
        break;
    }
    await this.#refreshIfOpen();
  }

  /** Runs a function that opens another input, which hides this list, and shows the list again afterwards. */
  async #aside(ask: () => Promise<void>): Promise<void> {
    this.#isAside = true;
    try {
      await ask();
    } finally {
      this.#isAside = false;
      this.#pick.show();
    }
  }

  async #refreshIfOpen(): Promise<void> {
    if (this.#isOpen) await this.#refresh();
  }

  async #orTell(work: Promise<void>, failure: string): Promise<void> {
    try {
      await work;
    } catch (error) {
      await tellHistoryFailure(failure, error, this.#parts.logger);
    }
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelTyping?.();
    this.#pick.dispose();
  }
}

function idOf(item: HistoryItem | undefined): string | undefined {
  return item?.row?.kind === 'conversation' ? item.row.conversation.id : undefined;
}

function titled({ id, title }: ListedConversation): { id: string; title: string } {
  return { id, title: title === '' ? vscode.l10n.t('Untitled conversation') : title };
}
