import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { Attachment } from '../../src/core/conversation/conversation.ts';
import { userMessage } from '../../src/core/conversation/prompts.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { attachStage, type AttachStage, CANARY, shownDuring } from './attachStage.ts';
import { replaced } from './replaced.ts';

describe('Attaching from the editor', () => {
  let stage: AttachStage;

  before(async () => {
    stage = await attachStage();
  });

  beforeEach(() => stage.composer.asked(stage.composer.question));

  after(() => stage.end());

  it('lists the problems of VS Code in the format of compilers', async () => {
    const diagnostics = vscode.languages.createDiagnosticCollection('attachContext');
    const at = (line: number): vscode.Range => new vscode.Range(line, 2, line, 5);
    const warning = new vscode.Diagnostic(at(0), '未使用\n的变量', vscode.DiagnosticSeverity.Warning);
    const error = new vscode.Diagnostic(at(1), 'No such name', vscode.DiagnosticSeverity.Error);
    error.source = 'ts';
    error.code = 2304;
    diagnostics.set(stage.file('src/订单.ts'), [
      warning,
      new vscode.Diagnostic(at(0), 'hint', vscode.DiagnosticSeverity.Hint),
    ]);
    diagnostics.set(stage.file('src/a.ts'), [error]);
    diagnostics.set(stage.file('src/.env'), [new vscode.Diagnostic(at(0), `bad ${CANARY}`)]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await stage.context.suggestions.find('');
    await stage.context.suggestions.take('problems');
    diagnostics.dispose();
    const own = stage
      .only()
      .text.split('\n')
      .filter(line => line.startsWith('context/'));
    assert.deepEqual(own, [
      'context/src/a.ts:2:3: error (ts 2304): No such name',
      'context/src/订单.ts:1:3: warning: 未使用 的变量',
    ]);
    assert.ok(!stage.only().text.includes(CANARY));
  });

  describe('with Git', () => {
    const git = (...parameters: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...parameters], {
        cwd: stage.file('repository').fsPath,
        encoding: 'utf8',
      });

    before(async () => {
      await stage.write('repository/订单.ts', '旧\n');
      await stage.write('repository/旧名.ts', 'const same = 1;\nconst more = 2;\nconst lines = 3;\n');
      await stage.write('repository/.env', 'A=1\n');
      await stage.write('repository/gone.ts', 'gone\n');
      await stage.write('repository/picture.bin', Buffer.from([0, 1, 2, 3]));
      git('init', '-q');
      git('add', '-A', '-f');
      git('commit', '-q', '-m', 'first');
      interface Api {
        openRepository(uri: vscode.Uri): Promise<unknown>;
      }
      const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Api }>('vscode.git');
      await (await extension?.activate())?.getAPI(1).openRepository(stage.file('repository'));
      await vscode.window.showTextDocument(stage.file('repository/订单.ts'));
    });

    async function takeChanges(): Promise<string[]> {
      stage.composer.asked(stage.composer.question);
      await stage.context.suggestions.find('');
      return shownDuring(() => stage.context.suggestions.take('changes'));
    }

    it('says when there are no changes', async () => {
      assert.deepEqual(await takeChanges(), ['There are no changes in the Git repository.']);
    });

    it('attaches all changes under unescaped names, without secret and binary files', async () => {
      await stage.write('repository/订单.ts', '新\n');
      await stage.write('repository/新文件.ts', '一\n');
      await stage.write('repository/.env', `A=${CANARY}\n`);
      await stage.write('repository/picture.bin', Buffer.from([0, 9, 9, 9]));
      await vscode.workspace.fs.delete(stage.file('repository/gone.ts'));
      await takeChanges();
      const { name, parts, text: content } = stage.only();
      assert.deepEqual({ name, parts }, { name: 'unstaged', parts: { taken: 3, found: 5 } });
      assert.match(
        content,
        /^diff --git a\/订单\.ts b\/订单\.ts\n--- a\/订单\.ts\n\+\+\+ b\/订单\.ts\n@@ .*\n-旧\n\+新$/m,
      );
      assert.match(content, /^--- \/dev\/null\n\+\+\+ b\/新文件\.ts\n@@ -0,0 \+1,1 @@\n\+一$/m);
      assert.match(content, /^--- a\/gone\.ts\n\+\+\+ \/dev\/null$/m);
      assert.ok(!content.includes(CANARY) && !content.includes('picture'));
    });

    it('attaches only the staged changes if there are any', async () => {
      git('mv', '旧名.ts', '新名.ts');
      git('add', '订单.ts', '-f', '.env');
      await takeChanges();
      const { name, parts, text: content } = stage.only();
      assert.deepEqual({ name, parts }, { name: 'staged', parts: { taken: 2, found: 3 } });
      assert.match(content, /^rename from 旧名\.ts\nrename to 新名\.ts$/m);
      assert.ok(!content.includes('新文件') && !content.includes(CANARY));
    });
  });

  it('says to open a terminal when there is none', async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    assert.deepEqual(await shownDuring(() => stage.context.attachTerminal()), [
      'Open a terminal and select the text to ask about, then try again.',
    ]);
    assert.deepEqual(stage.attached(), []);
  });

  it('attaches the selection in the terminal, else the last output, and restores the clipboard', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.window, 'activeTerminal') ?? {};
    Object.defineProperty(vscode.window, 'activeTerminal', { ...own, get: () => ({ name: 'bash' }) });
    const copies: Record<string, string> = {};
    const executeCommand = async (id: string): Promise<void> => {
      if (copies[id] !== undefined) await vscode.env.clipboard.writeText(copies[id]);
    };
    const take = (): Promise<string[]> =>
      shownDuring(() =>
        replaced(vscode.commands, 'executeCommand', executeCommand as typeof vscode.commands.executeCommand, () =>
          stage.context.attachTerminal(),
        ),
      );
    await vscode.env.clipboard.writeText('mine');
    try {
      assert.deepEqual(await take(), ['Open a terminal and select the text to ask about, then try again.']);
      assert.deepEqual(stage.attached(), []);
      copies['workbench.action.terminal.copyLastCommandOutput'] = '2 failed\n1 passed\n\n';
      assert.deepEqual(await take(), []);
      const { kind, name, path, text, endLine } = stage.only();
      assert.deepEqual([kind, name, path, text, endLine], ['terminal', 'bash', '', '2 failed\n1 passed', 2]);
      stage.composer.asked(stage.composer.question);
      copies['workbench.action.terminal.copySelection'] = '2 failed';
      await take();
      assert.equal(stage.only().text, '2 failed');
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
    } finally {
      Object.defineProperty(vscode.window, 'activeTerminal', own);
    }
  });

  it('opens an attachment at its lines in its file, or else as text', async () => {
    const open = async (attachment: Attachment): Promise<vscode.TextEditor | undefined> => {
      stage.composer.attach(attachment);
      await stage.context.handlers.openAttachment({ type: 'openAttachment', attachmentId: attachment.id });
      return vscode.window.activeTextEditor;
    };
    await stage.context.attachFiles(stage.file('src/a.ts'), undefined);
    const whole = stage.only();
    const part = await open({ ...whole, id: 'part', kind: 'symbol', text: 'a = 1' });
    assert.equal(part?.document.uri.toString(), stage.file('src/a.ts').toString());
    assert.equal(part?.document.getText(part.selection), 'a = 1');
    const pasted = await open({ ...whole, id: 'pasted', kind: 'pasted', path: '', text: 'pasted text' });
    assert.equal(pasted?.document.getText(), 'pasted text');
    const forged = await open({ ...whole, id: 'forged', path: 'src/b.ts', text: 'a = 1' });
    assert.notEqual(forged?.document.uri.toString(), stage.file('src/a.ts').toString());
    const old = await open({ ...whole, id: 'old', text: 'what stood there when it was attached' });
    assert.equal(old?.document.getText(), 'what stood there when it was attached');
    await stage.context.handlers.openAttachment({
      type: 'openAttachment',
      attachmentId: stage.file('src/.env').toString(),
    });
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'what stood there when it was attached');
  });

  it('shows the prompt as the model receives it', async () => {
    await stage.context.attachFiles(stage.file('src/a.ts'), undefined);
    stage.composer.type('这是什么？');
    await stage.context.handlers.previewPrompt({ type: 'previewPrompt' });
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.ok(shown.endsWith(userMessage('这是什么？', stage.attached())));
    assert.match(shown, /──── system ────/);
  });

  it('warns of a secret in an attachment, and describes the attachment if it has no path', async () => {
    stage.composer.attach({
      id: 'x',
      kind: 'pasted',
      path: '',
      languageId: '',
      startLine: 1,
      endLine: 2,
      text: `one\npassword = "${CANARY}"\n`,
    });
    const { showWarningMessage } = vscode.window;
    const details: (string | undefined)[] = [];
    Object.assign(vscode.window, {
      showWarningMessage: (_: string, { detail }: vscode.MessageOptions) => Promise.resolve(void details.push(detail)),
    });
    try {
      assert.equal(await new SecretCheck().decide(stage.composer.question, 'c'), undefined);
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
    }
    assert.match(details[0] ?? '', /^Pasted Text, line 2: /);
  });
});
