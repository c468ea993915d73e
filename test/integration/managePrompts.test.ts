import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { managePrompts } from '../../src/host/prompts/managePrompts.ts';
import { PromptLibrary } from '../../src/host/prompts/promptLibrary.ts';
import { replaced } from './replaced.ts';

type Item = vscode.QuickPickItem;

/** Executes `run` with a quick pick in which the user accepts the item with this label; returns all items shown. */
async function choosing(label: string, run: () => Promise<void>): Promise<readonly string[]> {
  const lines: string[] = [];
  const createQuickPick = (): vscode.QuickPick<Item> => {
    const heard = { accept: (): void => undefined, hide: (): void => undefined };
    const list = {
      items: [] as readonly Item[],
      selectedItems: [] as readonly Item[],
      onDidAccept: (listener: () => void) => (heard.accept = listener),
      onDidHide: (listener: () => void) => (heard.hide = listener),
      onDidTriggerItemButton: () => undefined,
      dispose: () => undefined,
      show: () => {
        lines.push(...list.items.map(item => [item.label, item.description, item.detail].filter(Boolean).join(' | ')));
        list.selectedItems = list.items.filter(item => item.label === label);
        if (list.selectedItems.length > 0) heard.accept();
        else heard.hide();
      },
    };
    return list as unknown as vscode.QuickPick<Item>;
  };
  await replaced(vscode.window, 'createQuickPick', createQuickPick as typeof vscode.window.createQuickPick, run);
  return lines;
}

describe('Managing prompts', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const own = vscode.Uri.joinPath(root, '..', `managed-prompts-${process.pid}`);
  const library = new PromptLibrary(own, () => true);
  const manage = (): Promise<void> => managePrompts(library, () => 'en');
  const shownFile = (): string | undefined => vscode.window.activeTextEditor?.document.uri.path.split('/').at(-1);

  beforeEach(() => vscode.workspace.fs.createDirectory(own));

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(own, { recursive: true });
  });

  it('lists all prompts with their problems', async () => {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(own, 'log.md'), Buffer.from('Write {selction}.'));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(own, 'empty.md'), Buffer.from(''));
    const lines = await choosing('', manage);
    assert.deepEqual(lines.slice(0, 7), [
      'New Prompt...',
      'Your Prompts',
      '/log | Write {selction}. | $(warning) Nothing is filled in for {selction}.',
      'Not Used',
      '$(warning) empty.md | Line 1: the text of the prompt is missing.',
      'Built In',
      '/explain | Explain this code (choose it to make a copy of your own)',
    ]);
  });

  it('opens a prompt for editing', async () => {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(own, 'log.md'), Buffer.from('Write.'));
    await choosing('/log', manage);
    assert.equal(shownFile(), 'log.md');
  });

  it('overwrites no file that is there already, even if it is not used', async () => {
    for (const [name, row] of [
      ['fix', '/fix'],
      ['log', 'New Prompt...'],
    ] as const) {
      const file = vscode.Uri.joinPath(own, `${name}.md`);
      const unused = Buffer.from('---\ndescription: mine\n---\n');
      await vscode.workspace.fs.writeFile(file, unused);
      assert.notEqual((await library.find(name))?.kind, 'own');
      await replaced(
        vscode.window,
        'showInputBox',
        () => Promise.resolve(name),
        async () => {
          await choosing(row, manage);
        },
      );
      assert.equal(shownFile(), `${name}.md`);
      assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(file)), unused);
    }
  });

  it('opens a copy of a built-in prompt, which replaces the original', async () => {
    await choosing('/fix', manage);
    assert.equal(shownFile(), 'fix.md');
    assert.equal((await library.find('fix'))?.kind, 'own');
    const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(own, 'fix.md'));
    assert.match(Buffer.from(text).toString(), /^---\ndescription: Fix this code\n---\n\n.*\{selection\}/s);
  });

  it('creates a prompt from a template that is itself a valid prompt', async () => {
    await replaced(
      vscode.window,
      'showInputBox',
      () => Promise.resolve('／更新日志'),
      async () => {
        await choosing('New Prompt...', manage);
      },
    );
    assert.equal(shownFile(), '更新日志.md');
    assert.equal((await library.find('更新日志'))?.kind, 'own');
  });
});
