import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';
import { codeAround, functionAt } from './codeAround.ts';
import { mayTakeFrom } from './mayTakeFrom.ts';

/** Far more than any model accepts; chat and history would have to carry it. */
export const MAX_CHARACTERS = 4_000_000;

/** VS Code shows the text of larger files, but does not give it to extensions. */
const MAX_SHARED_BYTES = 50 * 1024 * 1024;

/** Code to ask about, and where it is. */
export interface PickedCode {
  readonly attachment: Attachment;
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** Version of the document that `range` refers to. */
  readonly version: number;
}

/** What the code is picked for. */
export interface PickPurpose {
  /** Prompt of the pick list when nothing is selected. */
  readonly placeHolder: string;
  /** Also offers the cursor position, for inserting code; it is the only choice in an empty file. */
  readonly takesPlaces: boolean;
}

/**
 * Returns the selected code; without a selection, what the user picks of the function at the cursor and the whole file.
 * Returns `undefined` when there is nothing; the user has been told why.
 *
 * @param place used instead of the selection: a part of the active editor or of any document; a position means the code
 * around it.
 * @param describe returns the description of code in the pick list; by default its tokens.
 */
export async function pickCode(
  place?: vscode.Range | vscode.Position | vscode.Location,
  describe: (picked: PickedCode) => string = aboutTokens,
  purpose: PickPurpose = toAsk(),
): Promise<PickedCode | undefined> {
  if (place instanceof vscode.Location) {
    const document = await vscode.workspace.openTextDocument(place.uri);
    return takenFrom(document, document.validateRange(place.range), purpose);
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    await tellNoText();
    return undefined;
  }
  const { document } = editor;
  const range = await rangeOf(editor, place, describe, purpose);
  return range && takenFrom(document, range, purpose);
}

/** Tells the user when there is nothing to ask about. */
async function takenFrom(
  document: vscode.TextDocument,
  range: vscode.Range,
  purpose: PickPurpose,
): Promise<PickedCode | undefined> {
  const text = document.getText(range);
  const { version } = document;
  const reason = purpose.takesPlaces && text.trim() === '' ? undefined : whyNothingToAsk(text);
  if (reason !== undefined) {
    tell(reason);
    return undefined;
  }
  if (!(await mayTakeFrom(document.uri))) return undefined;
  return { attachment: attachmentOf(document, range, text), document, range, version };
}

async function rangeOf(
  editor: vscode.TextEditor,
  place: vscode.Range | vscode.Position | undefined,
  describe: (picked: PickedCode) => string,
  purpose: PickPurpose,
): Promise<vscode.Range | undefined> {
  const { document, selection } = editor;
  if (place instanceof vscode.Position) return codeAround(document, place);
  if (place !== undefined) return place;
  if (!selection.isEmpty) return selection;
  const isEmpty = document.getText().trim() === '';
  return purpose.takesPlaces && isEmpty ? wholeOf(document) : pickRange(editor, describe, purpose);
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

function whyNothingToAsk(text: string): string | undefined {
  if (text.trim() === '') return vscode.l10n.t('There is no code in the selection.');
  if (text.includes('\0')) return vscode.l10n.t('This file is not text, so there is nothing to ask about.');
  if (text.length > MAX_CHARACTERS) {
    return vscode.l10n.t(
      'This is {size} MB of text, more than a model takes. Nothing was sent: select the part to ask about.',
      {
        size: (text.length / 1e6).toFixed(1),
      },
    );
  }
  return undefined;
}

/** Tells the user why there is no text to work on. */
export async function tellNoText(): Promise<void> {
  tell(await whyNoText(vscode.window.tabGroups.activeTabGroup.activeTab?.input));
}

/** VS Code shows more kinds of tabs than it gives to extensions. */
async function whyNoText(input: unknown): Promise<string> {
  // A binary file without a viewer has the same kind of tab as a text file.
  if (input instanceof vscode.TabInputText && (await isHuge(input.uri))) {
    return vscode.l10n.t('This file is too large for VS Code to give its text to extensions.');
  }
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) {
    return vscode.l10n.t('This file is not text, so there is nothing to ask about.');
  }
  return vscode.l10n.t('Open a file and select the code to ask about.');
}

/** A file that is not on disk cannot be binary, so it counts as huge. */
async function isHuge(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ size }) => size > MAX_SHARED_BYTES,
    () => true,
  );
}

/** Creates an attachment from a part of a document. */
export function attachmentOf(document: vscode.TextDocument, range: vscode.Range, text: string): Attachment {
  // A selection that ends at the start of a line includes nothing of that line.
  const endLine = range.end.character === 0 && range.end.line > range.start.line ? range.end.line : range.end.line + 1;
  return {
    id: randomUUID(),
    path: pathOf(document.uri),
    languageId: languageOf(document),
    startLine: range.start.line + 1,
    endLine,
    text,
    uri: document.uri.toString(),
    ...(range.isEqual(wholeOf(document)) && { isWholeFile: true }),
  };
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
}

/** Returns the language; for one that VS Code does not know without an extension, the file ending. */
function languageOf({ languageId, uri }: vscode.TextDocument): string {
  if (languageId !== 'plaintext') return languageId;
  const [, ending = ''] = /\.([a-z]\w{0,9})$/i.exec(uri.path) ?? [];
  return ['txt', 'log'].includes(ending.toLowerCase()) ? '' : ending.toLowerCase();
}

/**
 * Returns the path in the workspace. Outside it, only the file's name: the path would tell the service about this
 * computer and its owner.
 */
export function pathOf(uri: vscode.Uri): string {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri, false) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function toAsk(): PickPurpose {
  return { placeHolder: vscode.l10n.t('Nothing is selected. What do you want to ask about?'), takesPlaces: false };
}

interface RangeItem extends vscode.QuickPickItem {
  readonly range: vscode.Range;
}

async function pickRange(
  { document, selection }: vscode.TextEditor,
  describe: (picked: PickedCode) => string,
  { placeHolder, takesPlaces }: PickPurpose,
): Promise<vscode.Range | undefined> {
  const about = (range: vscode.Range): string =>
    describe({
      attachment: attachmentOf(document, range, document.getText(range)),
      document,
      range,
      version: document.version,
    });
  const items: RangeItem[] = [];
  const symbol = await functionAt(document, selection.active);
  if (symbol) {
    items.push({
      label: vscode.l10n.t('Function {name}', { name: symbol.name }),
      description: about(symbol.range),
      range: symbol.range,
    });
  }
  const whole = wholeOf(document);
  items.push({ label: vscode.l10n.t('Whole File'), description: about(whole), range: whole });
  if (takesPlaces) {
    const range = new vscode.Range(selection.active, selection.active);
    items.push({ label: vscode.l10n.t('New Code at the Cursor'), range });
  }
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.range;
}

function aboutTokens({ attachment }: PickedCode): string {
  const tokens = estimateTokens(attachment.text).toLocaleString('en-US');
  return vscode.l10n.t('about {tokens} tokens', { tokens });
}
