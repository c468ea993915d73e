import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { replaced } from './replaced.ts';

/** A quick pick that a test types into and presses buttons of. */
export class ShownList<Item extends vscode.QuickPickItem> {
  title = '';
  placeholder = '';
  value = '';
  busy = false;
  keepScrollPosition = false;
  items: readonly Item[] = [];
  activeItems: readonly Item[] = [];
  selectedItems: readonly Item[] = [];
  buttons: readonly vscode.QuickInputButton[] = [];
  isShown = false;
  #isDisposed = false;
  readonly #listeners = new Map<string, (value: never) => void>();

  readonly onDidChangeValue = this.#event('value');
  readonly onDidAccept = this.#event('accept');
  readonly onDidHide = this.#event('hide');
  readonly onDidTriggerButton = this.#event('button');
  readonly onDidTriggerItemButton = this.#event('itemButton');

  show(): void {
    this.isShown = true;
  }

  hide(): void {
    if (!this.isShown) return;
    this.isShown = false;
    this.#fire('hide');
  }

  dispose(): void {
    this.#isDisposed = true;
    this.hide();
  }

  /** The rows as text, with separators in brackets. */
  get rows(): string[] {
    return this.items.map(({ kind, label, description, detail }) =>
      kind === vscode.QuickPickItemKind.Separator
        ? `[${label}]`
        : [label, description, detail].filter(each => each !== undefined && each !== '').join(' | '),
    );
  }

  async type(text: string): Promise<void> {
    this.value = text;
    this.#fire('value', text);
    await this.settled();
  }

  async choose(label: string): Promise<void> {
    this.selectedItems = [this.#row(label)];
    this.#fire('accept');
    await this.settled();
  }

  /** Presses a button of the list, or of the row with this label. */
  async press(tooltip: string, label?: string): Promise<void> {
    const item = label === undefined ? undefined : this.#row(label);
    const buttons = item === undefined ? this.buttons : (item.buttons ?? []);
    const button = buttons.find(each => each.tooltip === tooltip) ?? assert.fail(`there is no button ${tooltip}`);
    if (item === undefined) this.#fire('button', button);
    else this.#fire('itemButton', { item, button });
    await this.settled();
  }

  /** Waits until no search is running. */
  async settled(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 20));
    // A list that was left may be hidden only for as long as it asks something else.
    while (this.busy && !this.#isDisposed) await new Promise(resolve => setTimeout(resolve, 5));
  }

  /** Replaces VS Code's quick pick until `run` has settled. */
  async during(run: () => Promise<void>): Promise<void> {
    const create = (() => this) as unknown as typeof vscode.window.createQuickPick;
    await replaced(vscode.window, 'createQuickPick', create, run);
  }

  #row(label: string): Item {
    return (
      this.items.find(each => each.label === label) ?? assert.fail(`there is no row ${label}: ${this.rows.join()}`)
    );
  }

  #event(name: string) {
    return (listener: (value: never) => void): void => void this.#listeners.set(name, listener);
  }

  #fire(name: string, value?: unknown): void {
    this.#listeners.get(name)?.(value as never);
  }
}
