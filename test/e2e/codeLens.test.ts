import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandPrompt, type PromptLanguage } from '../../src/core/conversation/commandPrompts.ts';
import { SAMPLE_WORKSPACE_FOLDER } from '../support/folders.ts';
import { changeSettings, THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const CART = 'src/cart.ts';
const CART_TEXT = readFileSync(path.join(SAMPLE_WORKSPACE_FOLDER, CART), 'utf8');
/** Its functions, in the order of the file. */
const FUNCTIONS = ['addToCart', 'subtotal', 'checkout'];

const LENSES = ['explain', 'document', 'test', 'refactor'] as const;
const ENGLISH = { explain: 'Explain', document: 'Document', test: 'Generate Tests', refactor: 'Refactor' };
const CHINESE = ['解释', '生成注释', '生成单元测试', '重构'];

/** Returns the code of a function in that file. */
function codeOf(fn: string): string {
  const from = CART_TEXT.indexOf(`export function ${fn}(`);
  return CART_TEXT.slice(from, CART_TEXT.indexOf('\n}\n', from) + 2);
}

/**
 * Script that returns the text of each visible lens line in the first editor group, from the top. The lines may change
 * at any time.
 */
const LINES = `[...document.querySelector('.editor-group-container').querySelectorAll('.codelens-decoration')]
  .filter(line => line.getBoundingClientRect().height > 0)
  .toSorted((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
  .map(line => line.innerText.replace(/\\s+/g, ' ').trim())`;

/** Waits until exactly these commands are above each function. */
async function whenShown(window: Workbench, ...names: readonly string[]): Promise<void> {
  const wanted = names.length === 0 ? [] : FUNCTIONS.map(() => names.join(' | '));
  await eventually(
    () => window.page.evaluate<string[]>(LINES),
    lines => lines.join('\n') === wanted.join('\n'),
  );
}

/** Clicks a command above a function. */
async function press(window: Workbench, fn: string, name: string): Promise<void> {
  const inGroup = window.page.locator('.editor-group-container').first();
  const buttons = await inGroup.locator('.codelens-decoration').getByRole('button', { name, exact: true }).all();
  const places = await Promise.all(buttons.map(async button => (await button.boundingBox())?.y ?? Infinity));
  const place = places.toSorted((one, other) => one - other)[FUNCTIONS.indexOf(fn)] ?? Infinity;
  await buttons[places.indexOf(place)]?.click();
}

describe('The commands above functions', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage({ allBuiltIns: true, settings: { 'workbench.colorTheme': THEMES.dark.id } });
    window = await stage.openWindow();
    chat = new Chat(window);
  });

  after(() => stage.close());

  function assertExplained(fn: string, language: PromptLanguage): void {
    const { messages } = stage.simulator.requests().at(-1)?.body as { messages: { content: string }[] };
    const asked = messages.at(-1)?.content ?? '';
    for (const each of FUNCTIONS) assert.equal(asked.includes(codeOf(each)), each === fn, each);
    assert.ok(asked.endsWith(commandPrompt('explain', { language, languageId: 'typescript', problems: [] })));
    assert.equal(ledgerRows(stage.server).at(-1)?.feature, 'explain');
  }

  it('are hidden by default', async () => {
    await window.editor.open(path.join(stage.workspace, CART));
    await window.editor.goTo({ line: 13, column: 3 });
    // By then the language extension has found the functions.
    await window.page.locator('.breadcrumbs-control').getByText('addToCart').waitFor();
    await whenShown(window);
  });

  it('appear in the open window when their setting is switched on', async () => {
    await changeSettings(stage.server, window, { 'wenxin.codeLens.enabled': true });
    await whenShown(window, ...LENSES.map(lens => ENGLISH[lens]));
    await window.screenshot('lenses-en');
    assert.equal(stage.simulator.requests().length, 0);
  });

  it('ask about the function below them', async () => {
    await press(window, 'subtotal', ENGLISH.explain);
    await chat.lastReceipt.waitFor();
    assertExplained('subtotal', 'en');
    await window.screenshot('lenses-explained-en');
  });

  it('ask about their own file also where another editor is active', async () => {
    await window.runCommand('View: Split Editor Right');
    await window.editor.open(path.join(stage.workspace, 'src/discounts.ts'));
    await press(window, 'addToCart', ENGLISH.explain);
    await chat.turns.nth(1).locator('.receipt').waitFor();
    assertExplained('addToCart', 'en');
    await window.screenshot('lenses-split-en');
    // The click has made the first group the active one.
    await window.runCommand('View: Close Editors in Other Groups');
    await window.page.locator('.editor-group-container').nth(1).waitFor({ state: 'detached' });
  });

  it('disappear one by one with the setting of each', async () => {
    const left = new Set<(typeof LENSES)[number]>(LENSES);
    for (const lens of ['document', 'refactor', 'explain', 'test'] as const) {
      left.delete(lens);
      await changeSettings(stage.server, window, { [`wenxin.codeLens.${lens}`]: false });
      await whenShown(window, ...[...left].map(each => ENGLISH[each]));
    }
    assert.equal(stage.simulator.requests().length, 2);
  });

  it('are in Chinese when VS Code is, as soon as a window opens its first file', async () => {
    const all = LENSES.map(lens => [`wenxin.codeLens.${lens}`, undefined] as const);
    await stage.server.changeSettings({ ...Object.fromEntries(all), 'workbench.colorTheme': THEMES.light.id });
    await window.close();
    const chinese = await stage.openWindow({ locale: 'zh-cn' });
    await chinese.editor.open(path.join(stage.workspace, CART));
    await whenShown(chinese, ...CHINESE);
    await press(chinese, 'checkout', '解释');
    await new Chat(chinese).lastReceipt.waitFor();
    assertExplained('checkout', 'zh-cn');
    await chinese.screenshot('lenses-zh-cn');
  });
});
