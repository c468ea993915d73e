import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { escapeForPattern } from '../support/vscode/pattern.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { ledgerRows } from './ledgerFile.ts';
import { ShownEdit } from './shownEdit.ts';
import { setStage, type Stage } from './stage.ts';

/** A published package with its TypeScript sources and without tests. Its authors use Vitest. */
const PACKAGE_FOLDER = path.dirname(createRequire(import.meta.url).resolve('eventsource-parser/package.json'));
const SOURCE = readFileSync(path.join(PACKAGE_FOLDER, 'src/parse.ts'), 'utf8');

/** Enough for the language server to report no problems in the original sources. */
const CONFIGURATION = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
    ...{ target: 'es2022', lib: ['es2023', 'dom'], module: 'esnext', moduleResolution: 'bundler' },
  },
  include: ['src'],
};

const HEAD = 'function isDataPrefix(chunk: string, i: number, firstCharCode: number): boolean {\n';
const FUNCTION = SOURCE.slice(SOURCE.indexOf(HEAD), SOURCE.indexOf('\n}\n', SOURCE.indexOf(HEAD)) + 2);
const FIRST_LINE = lineOf(SOURCE, HEAD);
const LAST_LINE = FIRST_LINE + FUNCTION.split('\n').length - 1;
const MISTAKE = '  chunk.nothing()\n';
const COMMENT = '/** Tells whether a field of data begins at a place. */\n';
const TESTS = "import {expect, test} from 'vitest'\n\ntest('data', () => {\n  expect(1).toBe(1)\n})\n";

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

function fenced(code: string): { readonly text: string } {
  return { text: `\`\`\`ts\n${code}\n\`\`\`` };
}

/** Copies the package into the workspace with an error in it, and returns the path of the file with the error. */
async function wrongProject(stage: Stage): Promise<string> {
  const folder = path.join(stage.workspace, 'parser');
  const isWanted = (file: string): boolean => !file.slice(PACKAGE_FOLDER.length).includes('node_modules');
  await cp(PACKAGE_FOLDER, folder, { recursive: true, filter: isWanted });
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(CONFIGURATION));
  const file = path.join(folder, 'src/parse.ts');
  await writeFile(file, SOURCE.replace(HEAD, HEAD + MISTAKE));
  return file;
}

/** By then the menu is open, or the key press was lost because the editor did not have the focus yet. */
const PATIENCE_MS = 7_000;

/** Returns the entry with this label in the light bulb menu at the cursor. */
async function lightBulb(window: Workbench, label: string): Promise<Locator> {
  const exact = new RegExp(`^${escapeForPattern(label)}$`);
  const entry = window.page.locator('.action-widget .monaco-list-row .title', { hasText: exact }).first();
  for (let triesLeft = 2; ; triesLeft--) {
    await window.page.keyboard.press('ControlOrMeta+.');
    try {
      await entry.waitFor({ timeout: PATIENCE_MS });
      return entry;
    } catch (error) {
      if (triesLeft === 0) throw error;
    }
  }
}

describe('A code action with a fixed instruction', () => {
  let stage: Stage;
  let window: Workbench;
  let edit: ShownEdit;
  let file: string;

  before(async () => {
    stage = await setStage({ allBuiltIns: true });
    file = await wrongProject(stage);
    window = await stage.openWindow();
    edit = new ShownEdit(window);
    await window.editor.open(file);
  });

  after(() => stage.close());

  it('fixes a problem that TypeScript reports, so that the report disappears', async () => {
    await window.editor.goTo({ line: FIRST_LINE + 1, column: 10 });
    const squiggle = window.editor.active.locator('.squiggly-error');
    await squiggle.first().waitFor({ timeout: 60_000 });
    const fix = await lightBulb(window, 'Fix with Wenxin');
    await window.screenshot('light-bulb-problem-en');
    stage.simulator.script({ answer: fenced(FUNCTION) });
    await fix.click();
    await edit.mark('Change 1 of 1').waitFor();
    await window.screenshot('fix-change-en');
    assert.equal(await readFile(file, 'utf8'), SOURCE.replace(HEAD, HEAD + MISTAKE));
    await edit.inTitle('Accept All Changes').click();
    await edit.gone();
    await squiggle.first().waitFor({ state: 'detached' });
    await window.page.locator('.monaco-editor.focused[data-uri$="/parse.ts"]').waitFor();
    assert.equal(await readFile(file, 'utf8'), SOURCE);
    const { messages } = stage.simulator.requests()[0]?.body as { messages: { content: string }[] };
    assert.match(messages.at(-1)?.content ?? '', /Property 'nothing' does not exist on type 'string'/);
  });

  it('documents the selection, from the light bulb', async () => {
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE, column: 2 });
    const document = await lightBulb(window, 'Document with Wenxin');
    await window.screenshot('light-bulb-selection-en');
    stage.simulator.script({ answer: fenced(COMMENT + FUNCTION) });
    await document.click();
    await edit.mark('Change 1 of 1').waitFor();
    await edit.button('Change 1 of 1', 'accept').click();
    await edit.gone();
    assert.equal(await readFile(file, 'utf8'), SOURCE.replace(HEAD, COMMENT + HEAD));
    // VS Code shows a progress for a while after its end.
    await window.notifications.with('Documenting parse.ts').waitFor({ state: 'detached' });
    assert.equal(await window.notifications.all.count(), 0);
  });

  it('warns when documenting would change the code itself', async () => {
    const text = await readFile(file, 'utf8');
    const line = lineOf(text, 'const SPACE = 32');
    await window.editor.select({ line, column: 1 }, { line, column: 17 });
    stage.simulator.script({ answer: fenced('/** A blank. */\nconst SPACE = 33') });
    await window.runCommand('Document Selection');
    await edit.mark('Change 1 of 1').waitFor();
    await window.notifications.with('Look at each place in “parse.ts”: more than comments would change.').waitFor();
    await window.screenshot('document-warning-en');
    await edit.button('Change 1 of 1', 'reject').click();
    await edit.gone();
    assert.equal(await readFile(file, 'utf8'), text);
  });

  it('writes tests into a new file where the project’s test tools look for them', async () => {
    const tests = path.join(path.dirname(file), 'parse.test.ts');
    await window.editor.select({ line: FIRST_LINE + 1, column: 1 }, { line: LAST_LINE + 1, column: 2 });
    stage.simulator.script({ answer: fenced(TESTS.trimEnd()) });
    await window.runCommand('Generate Tests for Selection');
    await edit.line("import {expect, test} from 'vitest'").waitFor();
    await edit.mark('Change 1 of 1').waitFor();
    await window.page.locator('.tab.active', { hasText: 'parse.test.ts (edit by Wenxin)' }).waitFor();
    await window.notifications.with('Writing tests for parse.ts').waitFor({ state: 'detached' });
    await window.screenshot('new-test-file-en');
    assert.equal(existsSync(tests), false);
    await edit.inTitle('Accept All Changes').click();
    await edit.gone();
    await window.page.locator('.tab.active[data-resource-name="parse.test.ts"]').waitFor();
    assert.equal(await readFile(tests, 'utf8'), TESTS);
    assert.deepEqual(
      ledgerRows(stage.server).map(({ feature }) => feature),
      ['fix', 'document', 'document', 'test'],
    );
    assert.deepEqual(stage.simulator.violations(), []);
  });
});

describe('A code action with a fixed instruction, in zh-cn', () => {
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage({ allBuiltIns: true });
    window = await stage.openWindow({ locale: 'zh-cn' });
  });

  after(() => stage.close());

  it('is offered in Chinese where TypeScript reports a problem, and writes tests', async () => {
    const edit = new ShownEdit(window);
    await window.editor.open(await wrongProject(stage));
    await window.editor.goTo({ line: FIRST_LINE + 1, column: 10 });
    await window.editor.active.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    const fix = await lightBulb(window, '用文心修复');
    await window.screenshot('light-bulb-problem-zh-cn');
    await window.page.keyboard.press('Escape');
    await fix.waitFor({ state: 'hidden' });
    await window.editor.select({ line: FIRST_LINE, column: 1 }, { line: LAST_LINE + 1, column: 2 });
    const tests = await lightBulb(window, '用文心生成单元测试');
    await window.screenshot('light-bulb-selection-zh-cn');
    stage.simulator.script({ answer: fenced(TESTS.trimEnd()) });
    await tests.click();
    await edit.mark('更改 1/1').waitFor();
    await window.notifications.with('正在为').waitFor({ state: 'detached' });
    await window.screenshot('new-test-file-zh-cn');
    await edit.inTitle('拒绝所有更改').click();
    await edit.gone();
    assert.equal(existsSync(path.join(stage.workspace, 'parser/src/parse.test.ts')), false);
  });
});
