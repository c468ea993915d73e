import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DONE, text } from '../unit/conversation/sessionStage.ts';
import { commitDesk } from './commitStage.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const DIFF = String.raw`diff --git "a/\346\226\207\344\273\266.ts" "b/\346\226\207\344\273\266.ts"
--- "a/\346\226\207\344\273\266.ts"
+++ "b/\346\226\207\344\273\266.ts"
@@ -1 +1 @@
-a
+b
diff --git a/.env b/.env
--- a/.env
+++ b/.env
@@ -1 +1 @@
-KEY=1
+KEY=2
`;

const HOW = 'You can copy the output of git diff --cached and choose Use Clipboard: the message is put there too.';

describe('A commit message without access to Git', () => {
  const withoutGit = (run: () => Promise<void>, other?: unknown): Promise<void> =>
    replaced(vscode.extensions, 'getExtension', (() => other) as typeof vscode.extensions.getExtension, run);

  async function inRemoteWindow(run: () => Promise<void>): Promise<void> {
    const own = Object.getOwnPropertyDescriptor(vscode.env, 'remoteName') ?? {};
    Object.defineProperty(vscode.env, 'remoteName', { configurable: true, get: () => 'ssh-remote' });
    try {
      await run();
    } finally {
      Object.defineProperty(vscode.env, 'remoteName', own);
    }
  }

  it('is offered via the clipboard, with the reason', async () => {
    const off = { activate: () => Promise.resolve({ enabled: false }) };
    const ways: readonly (readonly [string, boolean, unknown])[] = [
      ['In this window Git runs on the remote side, where this extension cannot reach it.', true, undefined],
      ["VS Code's Git extension is disabled.", false, undefined],
      ['Git is switched off in the settings of VS Code, or was not found on this computer.', true, off],
    ];
    for (const [reason, isLocalSide, extension] of ways) {
      const person = new Person([LEAVE]);
      const desk = commitDesk([], { isLocalSide });
      await inRemoteWindow(() => withoutGit(() => person.during(() => desk.generate()), extension));
      assert.deepEqual(person.seen, [`info: ${reason} ${HOW} [Use Clipboard]`]);
    }
  });

  it('is written for the diff in the clipboard, with unescaped names, and copied back', async () => {
    await vscode.env.clipboard.writeText(DIFF);
    const desk = commitDesk([text('```\nChange b\n```'), DONE]);
    const person = new Person(['Use Clipboard']);
    await withoutGit(() => person.during(() => desk.generate()));
    assert.match(desk.asked(), /^<attachment kind="changes" name="clipboard" included="1 of 1">/);
    assert.match(desk.asked(), /^\+\+\+ b\/文件\.ts\n@@ -1 \+1 @@\n-a\n\+b$/m);
    assert.ok(!desk.asked().includes('KEY='));
    assert.equal(await vscode.env.clipboard.readText(), 'Change b');
    assert.deepEqual(person.seen.filter(each => each !== 'progress: ').slice(1), [
      'progress (cancellable): Generating a commit message from the clipboard',
      'info: The commit message is in the clipboard. Not sent, as they are ignored or may hold secrets: 1 of 2 files.',
    ]);
  });

  it('does not overwrite what was copied meanwhile', async () => {
    await vscode.env.clipboard.writeText(DIFF);
    const copies = async (): Promise<void> => vscode.env.clipboard.writeText('something else');
    const desk = commitDesk([copies, text('Change b'), DONE]);
    const person = new Person(['Use Clipboard', LEAVE]);
    await withoutGit(() => person.during(() => desk.generate()));
    assert.equal(person.seen.at(-1)?.startsWith('info: The commit message is ready. '), true);
    assert.equal(await vscode.env.clipboard.readText(), 'something else');
  });

  it('is not requested when the clipboard contains no diff', async () => {
    for (const copied of ['fatal: not a git repository (or any of the parent directories): .git', '', 'const a = 1;']) {
      await vscode.env.clipboard.writeText(copied);
      const desk = commitDesk([]);
      const person = new Person(['Use Clipboard']);
      await withoutGit(() => person.during(() => desk.generate()));
      assert.equal(
        person.seen.at(-1),
        'info: There is no diff in the clipboard. Copy the output of git diff --cached, then try again.',
      );
      assert.deepEqual(desk.requests, []);
    }
  });

  it('is offered in Chinese', async () => {
    const person = new Person(['使用剪贴板']);
    await vscode.env.clipboard.writeText('');
    await whileChinese(() => withoutGit(() => person.during(() => commitDesk([]).generate())));
    assert.deepEqual(person.seen, [
      'info: VS Code 自带的 Git 扩展已被禁用。可以复制 git diff --cached 的输出，再选择“使用剪贴板”：生成的消息也会放入剪贴板。 [使用剪贴板]',
      'progress: ',
      'info: 剪贴板中没有差异内容。请复制 git diff --cached 的输出，然后重试。',
    ]);
  });
});
