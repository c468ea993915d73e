import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { packageRepository, type PackageRepository } from './packageRepository.ts';
import { setStage, type Stage } from './stage.ts';

const TEXTS = {
  en: {
    theme: 'light',
    history: [
      'feat(enoent): tell of a program that is not there',
      'feat(parse): take the interpreter of a script',
      'fix(index): hand the options on',
    ],
    language: 'in English.',
    start: 'Generate Commit Message',
    stop: 'Stop Generating Commit Message',
    writing: 'Generating a commit message',
    writingFromAll: 'Nothing is staged, so the commit message is generated from all changes',
    message: [
      'fix(enoent): name the exit code that Windows gives',
      '',
      '- `cmd.exe` ends with 1 when a program is missing',
      '- add notes about it',
    ],
    hint: 'see the notes',
    otherHint: 'exit codes',
    hinted: 'fix(enoent): name the exit code, see the notes',
    wasHint: 'Your text in the message box was sent along as a hint, then replaced.',
    restore: 'Restore',
    ofAll: ['refactor(index): keep the parsed options', '', '- name the exit code of Windows', '- add notes about it'],
  },
  'zh-cn': {
    theme: 'dark',
    history: ['新增：程序不存在时报告错误', '新增：识别脚本的解释器', '修复：传递全部选项'],
    language: '使用简体中文。',
    start: '生成提交消息',
    stop: '停止生成提交消息',
    writing: '正在生成提交消息',
    writingFromAll: '没有已暂存的更改，正在根据全部更改生成提交消息',
    message: ['修复：为 Windows 的退出码命名', '', '- 程序不存在时 `cmd.exe` 以 1 退出', '- 补充相关说明'],
    hint: '参见说明',
    otherHint: '退出码',
    hinted: '修复：为退出码命名，参见说明',
    wasHint: '输入框中原有的内容已作为提示一并发送，并被新消息替换。',
    restore: '恢复',
    ofAll: ['重构：保留解析后的选项', '', '- 为 Windows 的退出码命名', '- 补充相关说明'],
  },
} as const satisfies Record<Locale, unknown>;

/** Normalizes white space, because a narrow box wraps lines anywhere. */
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

const PACKAGE = 'cross-spawn';
const FILES = ['lib/enoent.js', 'lib/parse.js', 'index.js'] as const;
/** A name that Git quotes as octal numbers by default. */
const NOTES = '说明 文档.md';

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`A commit message in ${locale}`, () => {
    const texts = TEXTS[locale];
    const message = texts.message.join('\n');
    let stage: Stage;
    let window: Workbench;
    let repository: PackageRepository;

    before(async () => {
      stage = await setStage({ allBuiltIns: true, settings: { 'workbench.colorTheme': THEMES[texts.theme].id } });
      const history = FILES.map((file, index) => [file, texts.history[index] ?? ''] as const);
      repository = await packageRepository(stage.workspace, PACKAGE, Object.fromEntries(history));
      const { git, edit } = repository;
      await edit('lib/enoent.js', 'status === 1', 'status === WINDOWS_NOT_FOUND');
      await edit('lib/enoent.js', 'const isWin', 'const WINDOWS_NOT_FOUND = 1;\nconst isWin');
      await writeFile(path.join(stage.workspace, NOTES), '# 退出码\n\n程序不存在时为 1。\n');
      await git('add', '-A');
      await edit('index.js', 'const parsed', 'const parsedOptions');
      window = await stage.openWindow({ locale });
      await window.page.keyboard.press('Control+Shift+G');
      // By then Git has scanned the folder.
      await window.page.locator('.sidebar .monaco-list-row').filter({ hasText: NOTES }).waitFor();
    });

    after(() => stage.close());

    const sideBar = (): Locator => window.page.locator('.sidebar');
    /** Returns a button of the title bar, which shows all of them only while the mouse is over it. */
    const inTitle = async (name: string): Promise<Locator> => {
      await sideBar().locator('.pane-header').first().hover();
      return sideBar().getByRole('button', { name, exact: true });
    };
    const press = async (name: string): Promise<void> => (await inTitle(name)).click();
    const box = (): Locator => window.page.locator('.scm-editor');
    const boxText = async (): Promise<string> => words((await box().locator('.view-line').allInnerTexts()).join('\n'));
    const whenBoxHolds = (text: string): Promise<string> => eventually(boxText, held => held === words(text));
    /** The user message of the last request. */
    const asked = (): string => {
      const body = stage.simulator.requests().at(-1)?.body as { messages: { content: string }[] };
      return body.messages.at(-1)?.content ?? '';
    };

    it('is started by a button in the title of Source Control, whose tooltip says what it does', async () => {
      await (await inTitle(texts.start)).hover();
      const tooltip = window.page.locator('.workbench-hover:not(.hidden)');
      await tooltip.waitFor();
      assert.equal((await tooltip.innerText()).trim(), texts.start);
      await window.screenshot(`commit-button-${locale}`);
      assert.equal(await (await inTitle(texts.stop)).count(), 0);
      assert.equal(stage.simulator.requests().length, 0);
    });

    it('is streamed into the box from the staged changes, and booked as a commit message', async () => {
      stage.simulator.script({ answer: { text: message }, delivery: { hold: { afterEvents: 8 } } });
      await press(texts.start);
      await box().getByText(texts.message[0].slice(0, 12)).waitFor();
      await window.notifications.with(new RegExp(`^${texts.writing}$`)).waitFor();
      await (await inTitle(texts.stop)).waitFor();
      await window.screenshot(`commit-writing-${locale}`);
      stage.simulator.release();
      await whenBoxHolds(message);
      await (await inTitle(texts.start)).waitFor();
      await window.screenshot(`commit-written-${locale}`);

      assert.ok(asked().includes('+const WINDOWS_NOT_FOUND = 1;'), asked());
      assert.ok(asked().includes(NOTES), 'the Chinese name stands there as it is');
      assert.ok(!asked().includes('parsedOptions'), 'what is not staged was not sent');
      assert.ok(texts.history.every(subject => asked().includes(subject)));
      assert.ok(asked().includes(texts.language), 'in the language of the history');
      const { amountNanoYuan } = stage.simulator.account();
      assert.deepEqual(
        ledgerRows(stage.server).map(({ feature, amount, outcome }) => ({ feature, amount, outcome })),
        [{ feature: 'commitMessage', amount: amountNanoYuan, outcome: 0 }],
      );
      assert.deepEqual(stage.simulator.violations(), []);
    });

    it('uses text in the box as a hint, and can restore it', async () => {
      await type(texts.hint);
      stage.simulator.script({ answer: { text: texts.hinted } });
      await press(texts.start);
      await whenBoxHolds(texts.hinted);
      assert.ok(asked().includes(`<typed>\n${texts.hint}\n</typed>`));
      const told = window.notifications.with(texts.wasHint);
      await told.waitFor();
      await window.notifications.with(texts.writing).waitFor({ state: 'detached' });
      await window.screenshot(`commit-hint-${locale}`);
      await window.notifications.press(told, texts.restore);
      await whenBoxHolds(texts.hint);
    });

    it('is stopped by the same button, which closes the connection and restores the box', async () => {
      // The cache would answer the same question again.
      await type(texts.otherHint);
      stage.simulator.script({ answer: { text: message }, delivery: { stall: { afterEvents: 12 } } });
      await press(texts.start);
      await (await inTitle(texts.stop)).hover();
      await window.page.locator('.workbench-hover:not(.hidden)', { hasText: texts.stop }).waitFor();
      await eventually(boxText, held => held !== words(texts.otherHint));
      await window.screenshot(`commit-stop-${locale}`);
      await press(texts.stop);
      await stage.simulator.when(records => records.at(-1)?.outcome === 'closedByClient');
      await whenBoxHolds(texts.otherHint);
      await (await inTitle(texts.start)).waitFor();
    });

    it('covers all changes when nothing is staged, and says so', async () => {
      await repository.git('reset', '-q');
      await sideBar().getByText('Staged Changes').waitFor({ state: 'detached' });
      await type('');
      stage.simulator.script({ answer: { text: texts.ofAll.join('\n') }, delivery: { hold: { afterEvents: 2 } } });
      await press(texts.start);
      await window.notifications.with(texts.writingFromAll).waitFor();
      await window.screenshot(`commit-all-${locale}`);
      stage.simulator.release();
      await whenBoxHolds(texts.ofAll.join('\n'));
      assert.ok(asked().includes('parsedOptions'));
      assert.ok(asked().includes('+const WINDOWS_NOT_FOUND = 1;'));
      assert.ok(asked().includes(NOTES));
    });

    it('becomes the message of the commit', async () => {
      await repository.git('add', '-A');
      await sideBar().getByText('Staged Changes').waitFor();
      await box().click();
      await window.page.keyboard.press('ControlOrMeta+Enter');
      const ofAll = texts.ofAll.join('\n');
      await eventually(
        () => repository.git('log', '-1', '--format=%B'),
        log => log.trim() === ofAll,
      );
      assert.equal((await repository.git('status', '--porcelain')).trim(), '');
      await whenBoxHolds('');
      assert.deepEqual(
        ledgerRows(stage.server).map(({ feature }) => feature),
        Array.from({ length: stage.simulator.requests().length }, () => 'commitMessage'),
      );
    });

    /** Replaces the content of the box. */
    async function type(text: string): Promise<void> {
      await box().click();
      await window.page.keyboard.press('ControlOrMeta+A');
      await window.page.keyboard.press('Delete');
      await whenBoxHolds('');
      if (text !== '') await window.page.keyboard.insertText(text);
      await whenBoxHolds(text);
    }
  });
}
