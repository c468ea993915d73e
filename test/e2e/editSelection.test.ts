import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatYuan } from '../../src/core/money.ts';
import { switchTheme, THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type LedgerRow, ledgerRows } from './ledgerFile.ts';
import { ShownEdit } from './shownEdit.ts';
import { setStage, type Stage } from './stage.ts';

const SUM = ['  let sum = 0;', '  for (const part of parts) sum += part;', '  return sum;'].join('\n');
const SHORT_SUM = '  return parts.reduce((sum, part) => sum + part, 0);';
const MOST = ['  let most = 0;', '  for (const part of parts) if (part > most) most = part;', '  return most;'].join(
  '\n',
);
const SHORT_MOST = '  return Math.max(0, ...parts);';

/** Two functions that can be shortened. */
const CODE = `/** What the parts cost together, in fen. */
export function total(parts: readonly number[]): number {
${SUM}
}

/** The dearest of them. */
export function dearest(parts: readonly number[]): number {
${MOST}
}
`;
const LAST = { line: 13, column: 2 };
const FIRST_SHORT = CODE.replace(SUM, SHORT_SUM);
const BOTH_SHORT = FIRST_SHORT.replace(MOST, SHORT_MOST);

const INSTRUCTION = { en: 'Use array methods instead of loops', 'zh-cn': '用数组方法代替循环' };

/** Outcomes of an attempt, as the ledger stores them. */
const ANSWERED = 0;
const CANCELLED = 2;

/** Returns an answer in chunks of one line, as from a model that returns only code. */
function block(code: string): { readonly chunks: readonly string[] } {
  return { chunks: ['```ts\n', ...code.split(/(?<=\n)/), '```'] };
}

/** Encodes a text as GBK, the encoding of many old files in China. Node can only decode it. */
function asGbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let trail = 0x40; trail < 0xff; trail++) {
      const pair = [lead, trail];
      bytes.set(decoder.decode(Uint8Array.from(pair)), pair);
    }
  }
  return Buffer.from([...text].flatMap(character => bytes.get(character) ?? [character.charCodeAt(0)]));
}

/** Returns the roles of the messages in the request with this index. */
function sentRoles(stage: Stage, index: number): string[] {
  const { messages } = stage.simulator.requests().at(index)?.body as { messages: { role: string }[] };
  return messages.map(({ role }) => role);
}

describe('An edit of the selection', () => {
  let stage: Stage;
  let window: Workbench;
  let edit: ShownEdit;

  before(async () => {
    stage = await setStage({
      settings: { 'workbench.colorTheme': THEMES.dark.id, '[python]': { 'files.encoding': 'gbk' } },
    });
    window = await stage.openWindow();
    edit = new ShownEdit(window);
  });

  after(() => stage.close());

  /** Writes a file, opens it and selects its code. */
  async function opened(name: string, bytes: string | Buffer = CODE, last = LAST): Promise<string> {
    const file = path.join(stage.workspace, 'src', name);
    await writeFile(file, bytes);
    await window.editor.open(file);
    await window.editor.select({ line: 1, column: 1 }, last);
    return file;
  }

  /** Runs an edit of the selection; a new `instruction` avoids an answer from the cache. */
  async function edited(code: string, instruction: string): Promise<void> {
    stage.simulator.script({ answer: block(code) });
    await window.runCommand('Edit Selection...');
    await window.quickInput.answer(instruction);
    await edit.mark('Change 1 of ').waitFor();
  }

  it('shows its price before Enter, streams in, and can be cancelled', async () => {
    const file = await opened('total.ts');
    stage.simulator.script({ answer: block(BOTH_SHORT), delivery: { stall: { afterEvents: 6 } } });
    await window.runCommand('Edit Selection...');
    await window.quickInput.field.fill(INSTRUCTION.en);
    await window.quickInput.widget.getByText(/^≈\d+ tokens · ¥0\.0\d+–0\.\d+\. What you type is sent with/).waitFor();
    assert.deepEqual(stage.simulator.requests(), []);
    await window.screenshot('edit-box-en');
    await window.quickInput.field.press('Enter');

    await edit.mark('Wenxin is writing this edit...').waitFor();
    await edit.line('return parts.reduce').waitFor();
    const progress = window.notifications.with('Editing total.ts');
    await progress.waitFor();
    await window.screenshot('edit-streaming-en');
    await window.notifications.press(progress, 'Cancel');
    await edit.gone();
    await stage.simulator.when(([first]) => first?.outcome === 'closedByClient');
    assert.equal(await readFile(file, 'utf8'), CODE);
  });

  it('has its buttons below each change', async () => {
    await opened('total.ts');
    await edited(BOTH_SHORT, INSTRUCTION.en);
    for (const [label, text] of [
      ['Change 1 of 2', 'return parts.reduce'],
      ['Change 2 of 2', 'return Math.max'],
    ] as const) {
      await edit.whenBelow(text, label);
      const names = await edit.mark(label).locator('.review-actions .action-label').all();
      assert.deepEqual(await Promise.all(names.map(each => each.getAttribute('aria-label'))), [
        'Accept This Change',
        'Reject This Change',
        'Collapse',
      ]);
      assert.match(
        (await edit.button(label, 'hide').getAttribute('class')) ?? '',
        /chevron-up|review-comment-collapse/,
      );
    }
    await window.screenshot('edit-changes-en-dark');
    await switchTheme(stage.server, window, 'highContrast');
    await edit.mark('Change 2 of 2').waitFor();
    await window.screenshot('edit-changes-en-high-contrast');
    await switchTheme(stage.server, window, 'dark');
  });

  it('keeps a change undecided when its buttons are hidden, and drops a rejected one', async () => {
    await edit.button('Change 1 of 2', 'hide').click();
    await edit.mark('Change 1 of 2').waitFor({ state: 'hidden' });
    assert.equal(await edit.line('return parts.reduce').count(), 1);
    await edit.showAgain('return parts.reduce', 'Change 1 of 2');
    await edit.button('Change 2 of 2', 'reject').click();
    await edit.mark('Change 1 of 1').waitFor();
    await edit.whenBelow('return parts.reduce', 'Change 1 of 1');
  });

  it('applies only the accepted changes', async () => {
    const file = path.join(stage.workspace, 'src/total.ts');
    await edit.button('Change 1 of 1', 'accept').click();
    await edit.gone();
    await window.editor.active.locator('.view-line', { hasText: 'Math' }).waitFor({ state: 'detached' });
    assert.equal(await readFile(file, 'utf8'), FIRST_SHORT);
    const rows = ledgerRows(stage.server);
    assert.deepEqual(
      rows.map(({ feature, outcome }) => [feature, outcome]),
      [
        ['edit', CANCELLED],
        ['edit', ANSWERED],
      ],
    );
    const [, { request, amount }] = rows as [unknown, LedgerRow];
    const { requestId, bill } = stage.simulator.requests()[1] ?? assert.fail();
    assert.deepEqual([request, amount], [requestId, bill.inputTokens * 4_000 + bill.outputTokens * 18_000]);
    const sum = rows.reduce((all, row) => all + (row.amount ?? 0), 0);
    await window.spend.filter({ hasText: formatYuan(sum) }).waitFor();
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('is accepted as a whole, and undone in one step', async () => {
    const file = await opened('whole.ts');
    await edited(BOTH_SHORT, 'all');
    await edit.inTitle('Accept All Changes').click();
    await edit.gone();
    assert.equal(await readFile(file, 'utf8'), BOTH_SHORT);
    await window.page.locator('.monaco-editor.focused[data-uri$="/whole.ts"]').waitFor();
    await window.page.keyboard.press('ControlOrMeta+Z');
    await window.editor.active.locator('.view-line', { hasText: 'most = part' }).waitFor();
    await window.page.keyboard.press('ControlOrMeta+S');
    await window.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    assert.equal(await readFile(file, 'utf8'), CODE);
  });

  it('is revised by a second instruction', async () => {
    const file = await opened('again.ts');
    await edited(FIRST_SHORT, 'again');
    const before = stage.simulator.requests().length;
    stage.simulator.script({ answer: block(CODE.replace(MOST, SHORT_MOST)) });
    await edit.inTitle('Change Instruction...').click();
    await window.quickInput.widget.getByText('Change the instruction for again.ts').waitFor();
    await window.quickInput.field.fill('The other function instead');
    await window.quickInput.widget.getByText(/tokens · ¥/).waitFor();
    await window.screenshot('edit-again-box-en');
    await window.quickInput.field.press('Enter');
    await edit.line('return Math.max').waitFor();
    await edit.mark('Change 1 of 1').waitFor();
    assert.equal(stage.simulator.requests().length, before + 1);
    assert.deepEqual(sentRoles(stage, -1), ['system', 'user', 'assistant', 'user']);
    assert.equal(await edit.line('return parts.reduce').count(), 0);
    await edit.inTitle('Accept All Changes').click();
    await edit.gone();
    assert.equal(await readFile(file, 'utf8'), CODE.replace(MOST, SHORT_MOST));
  });

  it('keeps all other bytes of a file in GBK with CRLF', async () => {
    const lines = ['# 订单价格，单位：分', 'price = 100', '', '# 折扣', 'off = 10', ''];
    const file = await opened('价格.py', asGbk(lines.join('\r\n')), { line: 5, column: 9 });
    await edited('# 订单价格，单位：分\nprice = 120\n\n# 会员折扣\noff = 10\n', 'gbk');
    await edit.inTitle('Accept All Changes').click();
    await edit.gone();
    const wanted = lines.join('\r\n').replace('100', '120').replace('折扣', '会员折扣');
    assert.deepEqual(await readFile(file), asGbk(wanted));
  });

  it('is refused when the file has changed in the meantime', async () => {
    const file = await opened('changed.ts');
    await edited(BOTH_SHORT, 'changed');
    const tabs = window.page.locator('.tab[data-resource-name="changed.ts"]');
    await tabs.first().click();
    await window.editor.goTo({ line: 1, column: 1 });
    await window.page.keyboard.insertText('// Mine.\n');
    await tabs.filter({ hasText: 'Wenxin' }).click();
    await edit.mark('Change 1 of 2').waitFor();
    await edit.inTitle('Accept All Changes').click();
    const refused = window.notifications.with('“changed.ts” changed after the answer was made; nothing was applied.');
    assert.deepEqual(await window.notifications.buttonsOf(refused), ['Ask Again']);
    await window.screenshot('edit-refused-en');
    assert.equal(await readFile(file, 'utf8'), CODE);
    assert.ok(ledgerRows(stage.server).every(({ feature }) => feature === 'edit'));
    assert.deepEqual(stage.simulator.violations(), []);
  });
});

describe('An edit of the selection in zh-cn', () => {
  let stage: Stage;
  let window: Workbench;
  let edit: ShownEdit;

  before(async () => {
    stage = await setStage({ settings: { 'workbench.colorTheme': THEMES.light.id } });
    window = await stage.openWindow({ locale: 'zh-cn' });
    edit = new ShownEdit(window);
  });

  after(() => stage.close());

  it('is in Chinese from the instruction to the buttons, also in a narrow window', async () => {
    const file = path.join(stage.workspace, 'src/total.ts');
    await writeFile(file, CODE);
    await window.editor.open(file);
    await window.editor.select({ line: 1, column: 1 }, LAST);
    stage.simulator.script({ answer: block(BOTH_SHORT), delivery: { stall: { afterEvents: 6 } } });
    await window.runCommand('编辑所选内容...');
    await window.quickInput.widget.getByText('编辑 src/total.ts 第 1–13 行').waitFor();
    await window.quickInput.field.fill(INSTRUCTION['zh-cn']);
    await window.quickInput.widget.getByText(/^≈\d+ tokens · ¥/).waitFor();
    await window.screenshot('edit-box-zh-cn');
    await window.quickInput.field.press('Enter');
    await edit.line('return parts.reduce').waitFor();
    await window.screenshot('edit-streaming-zh-cn');
    await edit.mark('文心正在生成更改...').waitFor();
    await window.notifications.press(window.notifications.with('正在编辑 total.ts'), 'Cancel');
    await edit.gone();

    stage.simulator.script({ answer: block(BOTH_SHORT) });
    await window.editor.select({ line: 1, column: 1 }, LAST);
    await window.runCommand('编辑所选内容...');
    await window.quickInput.answer(INSTRUCTION['zh-cn']);
    await edit.mark('更改 2/2').waitFor();
    await edit.inTitle('接受所有更改').waitFor();
    await window.screenshot('edit-changes-zh-cn-light');
    await window.page.setViewportSize({ width: 640, height: 700 });
    await edit.mark('更改 2/2').waitFor();
    await window.screenshot('edit-changes-zh-cn-narrow');
    await window.page.setViewportSize({ width: 1280, height: 800 });
    await edit.button('更改 1/2', 'accept').click();
    await edit.mark('更改 1/1').waitFor();
    await edit.inTitle('拒绝所有更改').click();
    await edit.gone();
    await window.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.equal(await readFile(file, 'utf8'), FIRST_SHORT);
  });
});
