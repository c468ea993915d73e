import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commandPrompt, type PromptLanguage } from '../../src/core/conversation/commandPrompts.ts';
import { formatYuan } from '../../src/core/money.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

/** A real source file of an installed package, and one of its functions. */
const SOURCE_FILE = path.join(
  path.dirname(createRequire(import.meta.url).resolve('eventsource-parser/package.json')),
  'src/parse.ts',
);
const SOURCE_LINES = readFileSync(SOURCE_FILE, 'utf8').split('\n');
const FIRST_LINE = SOURCE_LINES.findIndex(line => line.startsWith('function isDataPrefix')) + 1;
const LAST_LINE = SOURCE_LINES.findIndex((line, index) => index > FIRST_LINE && line === '}') + 1;
const FUNCTION_TEXT = SOURCE_LINES.slice(FIRST_LINE - 1, LAST_LINE).join('\n');

const QUESTION = '这个函数做什么？为什么逐字节比较？';

/** The user message of a request the simulator received. */
function sentText(stage: Stage, index: number): string {
  const body = stage.simulator.requests().at(index)?.body as { messages: { role: string; content: string }[] };
  return body.messages.at(-1)?.content ?? '';
}

/** The instruction that the model gets for a TypeScript file. */
function explainPrompt(language: PromptLanguage): string {
  return commandPrompt('explain', { language, languageId: 'typescript', problems: [] });
}

/** Waits until the clipboard holds this text: the page asks the host to copy, which takes a moment. */
async function whenClipboardHolds(window: Workbench, text: string): Promise<void> {
  let held: unknown;
  for (let tries = 0; tries < 100; tries++) {
    held = await window.page.evaluate('navigator.clipboard.readText()');
    if (held === text) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  assert.equal(held, text);
}

describe('A selection', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage();
    window = await stage.openWindow();
    chat = new Chat(window);
    await window.editor.open(SOURCE_FILE);
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE, column: 2 });
  });

  after(() => stage.close());

  it('is asked about from the palette: the answer streams in, the meter and the ledger show its exact price', async () => {
    stage.simulator.script({ delivery: { hold: { afterEvents: 20 } } });
    await window.runCommand('Ask Wenxin About Selection');
    await window.quickInput.answer(QUESTION);

    await chat.lastAnswer.locator('p, h3, h4').first().waitFor();
    const early = await chat.lastAnswer.innerText();
    await window.screenshot('ask-streaming-en');
    stage.simulator.release();
    await chat.lastReceipt.waitFor();
    const late = await chat.lastAnswer.innerText();
    assert.ok(late.length > early.length + 50, 'the answer grew while it was watched');
    await window.screenshot('ask-answered-en');

    assert.ok(sentText(stage, 0).includes(FUNCTION_TEXT), 'the function was sent as it stands in the file');
    assert.ok(sentText(stage, 0).endsWith(QUESTION));
    assert.ok(!sentText(stage, 0).includes(path.dirname(SOURCE_FILE)), 'no path of this machine was sent');

    const account = stage.simulator.account();
    assert.equal(account.amountNanoYuan, account.inputTokens * 4_000 + account.outputTokens * 18_000);
    await window.spend.filter({ hasText: formatYuan(account.amountNanoYuan) }).waitFor();
    assert.deepEqual(ledgerRows(stage.server), [
      {
        state: 1,
        outcome: 0,
        source: 0,
        input: account.inputTokens,
        output: account.outputTokens,
        amount: account.amountNanoYuan,
        feature: 'chat',
        consumer: 'ask-wenxin',
        model: 'ernie-5.1',
        account: '',
        request: stage.simulator.requests()[0]?.requestId ?? '',
        window: 1,
      },
    ]);
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('is still there after the window was reloaded, with its answer and its price', async () => {
    const before = { text: await chat.text(), spend: await window.spendText() };
    await window.reload();
    await window.runCommand('Open Chat');
    await chat.turns.first().waitFor();
    assert.deepEqual({ text: await chat.text(), spend: await window.spendText() }, before);
    assert.equal(stage.simulator.requests().length, 1);
  });

  it('is explained from its context menu', async () => {
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE, column: 2 });
    await window.editor.openContextMenu();
    await window.page.getByRole('menuitem', { name: 'Wenxin', exact: true }).hover();
    await window.page.getByRole('menuitem', { name: 'Explain', exact: true }).waitFor();
    await window.screenshot('explain-menu-en');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    await window.editor.chooseFromContextMenu('Wenxin', 'Explain');

    await chat.turns.nth(1).locator('.receipt').waitFor();
    assert.ok(sentText(stage, 1).includes(FUNCTION_TEXT));
    assert.ok(sentText(stage, 1).endsWith(explainPrompt('en')));
    const rows = ledgerRows(stage.server);
    assert.deepEqual(
      rows.map(row => row.feature),
      ['chat', 'explain'],
    );
    const { amountNanoYuan } = stage.simulator.account();
    assert.equal(
      rows.reduce((sum, row) => sum + (row.amount ?? 0), 0),
      amountNanoYuan,
    );
    await window.spend.filter({ hasText: formatYuan(amountNanoYuan) }).waitFor();
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('can be followed by a typed question, which is sent with the earlier turns', async () => {
    await chat.ask('换一种写法呢？');
    await chat.turns.nth(2).locator('.receipt').waitFor();
    const { messages } = stage.simulator.requests()[2]?.body as { messages: { role: string }[] };
    assert.deepEqual(
      messages.map(message => message.role),
      ['system', 'user', 'assistant', 'user', 'assistant', 'user'],
    );
  });

  it('keeps an explanation requested during an answer in the composer, also after a reload', async () => {
    stage.simulator.script({ answer: { text: '一句。'.repeat(200) }, delivery: { stall: { afterEvents: 12 } } });
    await chat.ask('先说这个');
    await chat.lastAnswer.getByText('一句。').first().waitFor();
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE, column: 2 });
    await window.runCommand('Explain Selection');
    await chat.whenComposerHolds('Explain this code');
    await chat.stopButton.click();
    await chat.lastReceipt.waitFor();
    await window.reload();
    await window.runCommand('Open Chat');
    await chat.whenComposerHolds('Explain this code');
    const turns = await chat.turns.count();
    await chat.composer.press('Enter');
    // The same question was asked before, so the cache answers it.
    await chat.lastCached.getByRole('button', { name: 'Ask Again' }).click();
    await chat.turns.nth(turns).locator('.branchSwitch').waitFor();
    await chat.lastReceipt.waitFor();
    assert.equal(sentText(stage, -1), sentText(stage, 1), 'the same as when it was asked at once');
    assert.equal(ledgerRows(stage.server).at(-1)?.feature, 'explain');
  });

  it('gets an answer whose code can be copied and inserted exactly as written', async () => {
    stage.simulator.script({ answer: { text: '用这段：\n\n```ts\nconst total = 1;\n\tindented("`");\n```\n' } });
    await chat.ask('给我代码');
    await chat.lastReceipt.waitFor();
    const block = chat.lastAnswer.locator('.codeBlock');
    await block.hover();
    await block.locator('button').first().click();
    await whenClipboardHolds(window, 'const total = 1;\n\tindented("`");');

    await window.editor.open(path.join(stage.workspace, 'README.md'));
    await window.editor.goTo({ line: 1, column: 1 });
    await block.locator('button').nth(1).click();
    await window.editor.active.locator('.view-line', { hasText: 'const total = 1;' }).waitFor();
  });
});

describe('A selection in zh-cn', () => {
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage();
    window = await stage.openWindow({ locale: 'zh-cn' });
  });

  after(() => stage.close());

  it('is explained in Chinese when VS Code is Chinese and no other language was chosen', async () => {
    await window.editor.open(SOURCE_FILE);
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE, column: 2 });
    await window.runCommand('解释所选内容');
    await new Chat(window).lastReceipt.waitFor();
    assert.ok(sentText(stage, 0).includes(FUNCTION_TEXT));
    assert.ok(sentText(stage, 0).endsWith(explainPrompt('zh-cn')));
  });
});
