import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Attachment } from '../../src/core/conversation/conversation.ts';
import { pathOf } from '../../src/host/commands/pickCode.ts';
import { acceptChange } from '../../src/host/editing/acceptChange.ts';
import { applyCode } from '../../src/host/editing/applyCode.ts';
import { Proposals } from '../../src/host/editing/proposals.ts';
import { SCHEMES } from '../../src/host/ids.ts';
import { LEAVE, Person } from './person.ts';

type Act = ConstructorParameters<typeof Person>[0][number];

let stages = 0;

/** Files inside and outside the workspace, and a scripted user who applies code to them. */
export class ApplyStage {
  readonly proposals = new Proposals();
  readonly outside = realpathSync(mkdtempSync(join(tmpdir(), 'ask-wenxin-apply-')));
  readonly inside: string;
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(SCHEMES.proposal, this.proposals);

  constructor() {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root !== undefined);
    // VS Code caches documents for a while, so each test uses its own folder.
    this.inside = join(root, 'apply', String(++stages));
  }

  async close(): Promise<void> {
    this.#provider.dispose();
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(this.inside, { recursive: true, force: true });
    await rm(this.outside, { recursive: true, force: true });
  }

  /** Writes a file and returns an attachment of a part of it. */
  async attached(path: string, bytes: string | Uint8Array, code: string, encoding = 'utf8'): Promise<Attachment> {
    const file = path.startsWith('/') ? path : join(this.inside, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file), { encoding });
    assert.equal(document.encoding, encoding);
    const start = document.getText().indexOf(code);
    assert.ok(start >= 0, 'the code is in the file');
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + code.length));
    return {
      id: 'a',
      path: pathOf(document.uri),
      languageId: '',
      startLine: range.start.line + 1,
      endLine: range.end.line + 1,
      text: code,
      uri: document.uri.toString(),
      ...(code === document.getText() && { isWholeFile: true }),
    };
  }

  /** Proposes a change. Returns its URI, or `undefined` if no comparison was opened, and the texts that were shown. */
  async propose(attachment: Attachment, code: string, acts: readonly Act[] = [LEAVE]): Promise<Proposed> {
    // VS Code opens an editor for a dirty document after a while; closing that editor would save it.
    const saved = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ isDirty }) => !isDirty));
    await vscode.window.tabGroups.close(saved);
    const person = new Person(acts);
    await person.during(() => applyCode(this.proposals, { language: '', text: code }, [attachment]));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const uri = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    return { uri: uri?.scheme === SCHEMES.proposal ? uri : undefined, seen: person.seen };
  }

  /** Accepts a change. `type` answers the input box that asks for the name of the file. */
  async accept(
    uri: vscode.Uri | undefined,
    acts: readonly Act[] = [],
    type: Typing = typeNothing,
  ): Promise<readonly string[]> {
    assert.ok(uri !== undefined, 'there is a change to accept');
    const { showInputBox } = vscode.window;
    const person = new Person(acts);
    Object.assign(vscode.window, {
      showInputBox: async (options: vscode.InputBoxOptions) => {
        person.seen.push(`type: ${options.prompt ?? ''}`);
        return type(options);
      },
    });
    try {
      await person.during(() => acceptChange(this.proposals, uri));
    } finally {
      Object.assign(vscode.window, { showInputBox });
    }
    return person.seen;
  }

  bytes(path: string): Promise<Buffer> {
    return readFile(path.startsWith('/') ? path : join(this.inside, path));
  }
}

interface Proposed {
  readonly uri: vscode.Uri | undefined;
  readonly seen: readonly string[];
}

/** Returns what the user types into the input box that asks for the name of a file. */
type Typing = (options: vscode.InputBoxOptions) => string | undefined | Promise<string | undefined>;

function typeNothing(): string | undefined {
  return assert.fail('nothing had to be typed');
}
