import * as vscode from 'vscode';
import type { EditPlace } from '../../core/code/edit/newText.ts';
import { withLineFeeds } from '../../core/code/findCode.ts';
import { positionIn } from '../../core/code/textLines.ts';
import { SCHEMES } from '../ids.ts';
import type { EditOrder } from './editOrder.ts';
import { ShownEdit } from './shownEdit.ts';

/** Query of the empty left side for a file that does not exist yet. */
const NOTHING = 'nothing';

/** The edits under review; provides VS Code with their texts, and ends an edit when its diff is closed. */
export class ShownEdits implements vscode.TextDocumentContentProvider {
  readonly #edits = new Map<string, ShownEdit>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #told = new vscode.EventEmitter<ShownEdit>();
  /** Fires when an edit's proposal or its preview changes. */
  readonly onTell = this.#told.event;
  readonly #ended = new vscode.EventEmitter<ShownEdit>();
  readonly onEnd = this.#ended.event;
  readonly #registered: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registered = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEMES.edit, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#afterClosing(closed)),
    );
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
    this.#told.dispose();
    this.#ended.dispose();
  }

  /** Adds an edit that is about to be requested, and opens its diff. */
  async open(order: EditOrder, place: string, target: EditPlace): Promise<ShownEdit> {
    const { path } = 'newFile' in order.target ? order.target.newFile : order.target.document.uri;
    const shown = vscode.Uri.from({ scheme: SCHEMES.edit, path, query: String(++this.#count) });
    const edit = new ShownEdit(order, place, target, shown);
    this.#edits.set(shown.toString(), edit);
    await this.show(edit);
    return edit;
  }

  /** Reveals the diff. */
  async show(edit: ShownEdit): Promise<void> {
    const left = edit.isNew ? edit.shown.with({ query: NOTHING }) : edit.file;
    const title = vscode.l10n.t('{name} (edit by Wenxin)', { name: edit.name });
    const { line } = positionIn(edit.target.before, edit.target.start);
    const options = { preview: false, selection: new vscode.Range(line, 0, line, 0) };
    await vscode.commands.executeCommand('vscode.diff', left, edit.shown, title, options);
  }

  /** Announces that an edit's text changed. */
  tell(edit: ShownEdit): void {
    this.#changed.fire(edit.shown);
    this.#told.fire(edit);
  }

  /** Resolves to true once VS Code shows an edit's current text, or to false if the text changes before that. */
  whenShown(edit: ShownEdit): Promise<boolean> {
    const { shown, text } = edit;
    const isCurrent = (): boolean => this.isOpen(edit) && edit.text === text;
    const isShown = (): boolean => {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === shown.toString());
      return document === undefined || withLineFeeds(document.getText()) === withLineFeeds(text);
    };
    return new Promise(resolve => {
      const look = (): void => {
        if (isCurrent() && !isShown()) return;
        listening.dispose();
        resolve(isCurrent());
      };
      const listening = vscode.Disposable.from(
        vscode.workspace.onDidChangeTextDocument(look),
        vscode.workspace.onDidCloseTextDocument(look),
        this.onTell(look),
        this.onEnd(look),
      );
      look();
    });
  }

  /** Returns the edit a command refers to: the menu's argument, or else the diff in the active tab. */
  meant(place: unknown): ShownEdit | undefined {
    const named = place instanceof vscode.Uri ? this.#edits.get(place.toString()) : undefined;
    if (named !== undefined) return named;
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? this.#edits.get(input.modified.toString()) : undefined;
  }

  /** Whether its diff is the active tab of a group. */
  isSeen(edit: ShownEdit): boolean {
    return vscode.window.tabGroups.all.some(({ activeTab }) => shows(activeTab?.input, edit));
  }

  isOpen(edit: ShownEdit): boolean {
    return this.#edits.has(edit.shown.toString());
  }

  /** Removes an edit and closes its diff. Hunks that were not accepted are discarded. */
  async close(edit: ShownEdit): Promise<void> {
    this.#end(edit);
    await vscode.window.tabGroups.close(allTabs().filter(({ input }) => shows(input, edit)));
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return uri.query === NOTHING ? '' : this.#edits.get(uri.toString())?.text;
  }

  /** Ends edits whose diff is closed. Moving a tab to another group also closes it, but opens it again there. */
  #afterClosing(closed: readonly vscode.Tab[]): void {
    for (const edit of this.#edits.values()) {
      const wasClosed = closed.some(({ input }) => shows(input, edit));
      if (wasClosed && !allTabs().some(({ input }) => shows(input, edit))) this.#end(edit);
    }
  }

  #end(edit: ShownEdit): void {
    if (!this.#edits.delete(edit.shown.toString())) return;
    edit.closing.abort();
    this.#ended.fire(edit);
  }
}

function allTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

function shows(input: unknown, { shown }: ShownEdit): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.toString() === shown.toString();
}
