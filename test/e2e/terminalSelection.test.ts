import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PromptLanguage } from '../../src/core/conversation/commandPrompts.ts';
import { terminalPrompt } from '../../src/core/conversation/terminalPrompts.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { PLAIN_TERMINAL, Terminal } from '../support/vscode/terminal.ts';
import { THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const TEXTS = {
  en: {
    theme: 'dark',
    explain: 'Explain Terminal Selection',
    fix: 'Fix Terminal Selection',
    question: 'Explain this terminal output',
    insert: 'Insert into Terminal',
    another: 'Is there another way?',
    answer: 'The file does not exist yet. Create it:\n\n```bash\ntouch notes.txt\n```\n',
    several: 'Either of these:\n\n```bash\n# an empty file\ntouch first.txt\ntouch second.txt\n```\n',
    which: 'Which command? It is inserted without being run.',
  },
  'zh-cn': {
    theme: 'light',
    explain: '解释终端所选内容',
    fix: '修复终端所选内容中的错误',
    question: '解释这段终端输出',
    insert: '插入到终端',
    another: '还有别的办法吗？',
    answer: '文件还不存在，请先创建：\n\n```bash\ntouch notes.txt\n```\n',
    several: '任选其一：\n\n```bash\n# 空文件\ntouch first.txt\ntouch second.txt\n```\n',
    which: '要插入哪条命令？只插入，不运行。',
  },
} as const satisfies Record<Locale & PromptLanguage, unknown>;

const FAILED = 'cat: notes.txt: No such file or directory';

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`The terminal in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;
    let terminal: Terminal;

    before(async () => {
      stage = await setStage({ settings: { ...PLAIN_TERMINAL, 'workbench.colorTheme': THEMES[texts.theme].id } });
      window = await stage.openWindow({ locale });
      chat = new Chat(window);
      terminal = new Terminal(window.page);
      await window.runCommand('Terminal: Create New Terminal');
      await whenLastLine(/[#$]$/);
      await terminal.run("PS1='$ '; clear");
      await whenLastLine(/^\$$/);
      await terminal.run('cat notes.txt');
      await terminal.lines.filter({ hasText: FAILED }).waitFor();
      await whenLastLine(/^\$$/);
    });

    after(() => stage.close());

    const whenLastLine = (wanted: RegExp): Promise<string[]> =>
      eventually(
        () => terminal.text(),
        lines => wanted.test(lines.at(-1) ?? ''),
      );
    const isThere = (file: string): boolean => existsSync(path.join(stage.workspace, file));
    /** The user message of the last request. */
    const asked = (): string => {
      const body = stage.simulator.requests().at(-1)?.body as { messages: { content: string }[] };
      return body.messages.at(-1)?.content ?? '';
    };
    const insert = async (): Promise<void> => {
      const block = chat.lastAnswer.locator('.codeBlock');
      await block.hover();
      await block.getByRole('button', { name: texts.insert }).click();
    };

    it('has its selection explained from its context menu', async () => {
      await terminal.openMenuOn(FAILED);
      await window.page.getByRole('menuitem', { name: texts.explain }).waitFor();
      await window.screenshot(`terminal-menu-${locale}`);
      await terminal.choose(texts.explain);
      await chat.lastReceipt.waitFor();
      await chat.turns.last().getByText(texts.question, { exact: true }).waitFor();
      assert.ok(asked().includes(FAILED));
      assert.ok(asked().includes('[last command: cat notes.txt]\n[exit code: 1]'), asked());
      assert.ok(!asked().includes(stage.workspace), 'no path of this machine was sent');
      assert.ok(asked().endsWith(terminalPrompt('explain', locale)));
      await window.screenshot(`terminal-explained-${locale}`);
    });

    it('gets a command of an answer at its prompt, which the user completes and runs', async () => {
      stage.simulator.script({ answer: { text: texts.answer } });
      await window.runCommand(texts.fix);
      await chat.turns.nth(1).locator('.receipt').waitFor();
      assert.ok(asked().includes(FAILED));
      assert.ok(asked().endsWith(terminalPrompt('fix', locale)));
      await insert();
      await whenLastLine(/^\$ touch notes\.txt$/);
      await window.screenshot(`terminal-inserted-${locale}`);
      assert.ok(!isThere('notes.txt'));
      await terminal.focused.waitFor();
      // If the command had been run, this would not be appended to it.
      await window.page.keyboard.type(' more.txt');
      await whenLastLine(/^\$ touch notes\.txt more\.txt$/);
      assert.ok(!isThere('notes.txt'));
      await window.page.keyboard.press('Enter');
      await whenLastLine(/^\$$/);
      await eventually(
        () => isThere('notes.txt') && isThere('more.txt'),
        there => there,
      );
      assert.deepEqual(
        ledgerRows(stage.server).map(({ feature }) => feature),
        ['explain', 'fix'],
      );
      assert.deepEqual(stage.simulator.violations(), []);
    });

    it('gets one of several commands, chosen from a list', async () => {
      stage.simulator.script({ answer: { text: texts.several } });
      await chat.ask(texts.another);
      await chat.lastReceipt.waitFor();
      await insert();
      assert.equal(await window.quickInput.field.getAttribute('placeholder'), texts.which);
      await window.quickInput.row('touch first.txt').waitFor();
      await window.screenshot(`terminal-which-${locale}`);
      await window.quickInput.pick('touch second.txt');
      await whenLastLine(/^\$ touch second\.txt$/);
      await window.page.keyboard.press('Enter');
      await whenLastLine(/^\$$/);
      await eventually(
        () => isThere('second.txt'),
        there => there,
      );
      assert.ok(!isThere('first.txt'));
    });
  });
}
