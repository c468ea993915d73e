import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat } from './chat.ts';
import { eventually } from './eventually.ts';
import { setStage, type Stage } from './stage.ts';

const FILE = [
  'export function area(width: number, height: number): number {',
  '  return width + height;',
  '}',
  '',
].join('\n');

const FIXED = FILE.replace('width + height', 'width * height');

/** The known key sequences with which input methods confirm a candidate; none of them may send a question. */
const CONFIRMATIONS = {
  'inside a composition': `
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    field.dispatchEvent(enter({ isComposing: true, keyCode: 229 }));
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '你好' }));`,
  'after its composition, with the key code of input methods': `
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '你好' }));
    field.dispatchEvent(enter({ isComposing: false, keyCode: 229 }));`,
  'after its composition, as an ordinary key in the same moment': `
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '你好' }));
    field.dispatchEvent(enter({ isComposing: false, keyCode: 13 }));`,
};

/** Confirms a candidate in a text field, with each of those sequences. */
async function confirmCandidates(field: Locator): Promise<void> {
  for (const script of Object.values(CONFIRMATIONS)) {
    await field.evaluate(`field => {
      const enter = options =>
        new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...options });
      ${script}
    }`);
  }
}

describe('The chat by keyboard alone', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage();
    window = await stage.openWindow();
    chat = await openChat(window);
  });

  after(() => stage.close());

  /** Returns the accessible name of the focused element. */
  async function focused(): Promise<string> {
    return window.chat.locator('body').evaluate(`(() => {
      const element = document.activeElement;
      return element.getAttribute('aria-label') ?? element.textContent.trim();
    })()`);
  }

  /** Presses a key until an element with this label has the focus. */
  async function goTo(label: RegExp, key = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
      await window.page.keyboard.press(key);
      const now = await focused();
      if (label.test(now)) return;
      passed.push(now);
    }
    assert.fail(`${key} does not lead to ${String(label)}, but to ${passed.join(' | ')}`);
  }

  const press = (key: string): Promise<void> => window.page.keyboard.press(key);
  const type = (text: string): Promise<void> => window.page.keyboard.type(text);

  it('asks a question, with the cursor in the composer from the start', async () => {
    await type('What is an area?');
    await press('Enter');
    await chat.lastReceipt.waitFor();
    assert.equal(await chat.turns.count(), 1);
  });

  it('stops an answer', async () => {
    stage.simulator.script({ answer: { text: 'One sentence. '.repeat(200) }, delivery: { chunkMs: 100 } });
    await type('A long one');
    await press('Enter');
    await chat.lastAnswer.getByText('One sentence.').first().waitFor();
    await press('Escape');
    await chat.lastAnswer.getByText('Stopped.').waitFor();
    await stage.simulator.when(records => records.at(-1)?.outcome === 'closedByClient');
  });

  it('edits the last question with the up arrow, and asks it as another version', async () => {
    await press('ArrowUp');
    await chat.editBox.waitFor();
    // Ctrl+A would be handled by VS Code, asynchronously.
    await press('Shift+Home');
    await type('A short one');
    await press('Enter');
    await chat.branchNumber.filter({ hasText: '2 / 2' }).waitFor();
    await chat.lastReceipt.waitFor();
    assert.equal(await chat.turns.count(), 2);
  });

  it('switches to the earlier version and back', async () => {
    await chat.composer.focus();
    await goTo(/^Previous Version$/, 'Shift+Tab');
    await press('Enter');
    await chat.turns.last().getByText('A long one').waitFor();
    assert.equal(await chat.branchNumber.innerText(), '1 / 2');
    await chat.composer.focus();
    await goTo(/^Next Version$/, 'Shift+Tab');
    await press('Space');
    await chat.turns.last().getByText('A short one').waitFor();
  });

  it('moves from question to question', async () => {
    await chat.composer.focus();
    await press('Alt+ArrowUp');
    assert.match(await focused(), /^A short one/);
    await press('Alt+ArrowUp');
    assert.match(await focused(), /^What is an area/);
  });

  it('applies code to the attached file after it was shown as a diff', async () => {
    const file = path.join(stage.workspace, 'src/area.ts');
    await writeFile(file, FILE);
    await window.editor.open(file);
    await window.editor.select({ line: 1, column: 1 }, { line: 3, column: 2 });
    stage.simulator.script({ answer: { text: `\`\`\`typescript\n${FIXED.trimEnd()}\n\`\`\`\n` } });
    await window.runCommand('Add Selection to Chat');
    await window.chat.locator('.composer textarea:focus').waitFor();
    await type('/fix ');
    await press('Enter');
    await chat.turns.nth(2).locator('.receipt').waitFor();
    await chat.composer.focus();
    await goTo(/^Apply$/, 'Shift+Tab');
    await window.screenshot('apply-focused');
    await press('Enter');
    await window.page.locator('.tab.active').getByText('area.ts (proposed by Wenxin)').waitFor();
    await window.screenshot('apply-diff');
    assert.equal(await readFile(file, 'utf8'), FILE);
    await window.runCommand('Accept Change');
    await untilHolds(() => readFile(file, 'utf8'), /^ +return width \* height;$/m);
    assert.equal(await readFile(file, 'utf8'), FIXED);
    // The file is shown, with the change selected.
    await window.page.locator('.tab').getByText('area.ts (proposed by Wenxin)').waitFor({ state: 'hidden' });
    await window.page.locator('.statusbar-item').filter({ hasText: 'Ln 2, Col 17 (1 selected)' }).waitFor();
  });

  it('exports the conversation', async () => {
    const file = path.join(temporaryFolder(), 'area.md');
    await window.runCommand('Export Chat...');
    // VS Code lists a folder before it suggests a name, and would overwrite what was typed with it.
    await untilHolds(() => window.quickInput.field.inputValue(), /What is an area\.md$/);
    await window.quickInput.field.fill(file);
    // Enter has no effect until VS Code has validated the typed path.
    for (let tries = 0; tries < 50 && (await window.quickInput.widget.isVisible()); tries++) {
      await press('Enter');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    await window.notifications.with('The conversation was exported to').waitFor();
    const text = await readFile(file, 'utf8');
    assert.match(text, /What is an area\?/);
    assert.match(text, /A short one/);
  });

  it('shows its keyboard shortcuts', async () => {
    await window.runCommand('Open Chat');
    await window.chat.locator('.composer textarea:focus').waitFor();
    await window.runCommand('Show Chat Keyboard Shortcuts');
    await window.chat.getByRole('dialog').waitFor();
    await window.screenshot('shortcuts');
    await press('Escape');
    await window.chat.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  describe('Confirming a candidate of an input method', () => {
    it('never sends the text in the composer', async () => {
      const asked = stage.simulator.requests().length;
      await chat.write('你好');
      await confirmCandidates(chat.composer);
      assert.equal(await chat.composer.inputValue(), '你好');
      assert.equal(stage.simulator.requests().length, asked);
    });

    it('never chooses from the list of prompts', async () => {
      await chat.write('/');
      await window.chat.getByRole('option').first().waitFor();
      await confirmCandidates(chat.composer);
      assert.equal(await chat.composer.inputValue(), '/');
      await chat.write('');
    });

    it('never sends an edited question', async () => {
      const asked = stage.simulator.requests().length;
      const turns = await chat.turns.count();
      await chat.turns.first().locator('.editQuestion').click();
      await chat.write('面积怎么算', chat.editBox);
      await confirmCandidates(chat.editBox);
      assert.equal(await chat.editBox.inputValue(), '面积怎么算');
      assert.deepEqual([stage.simulator.requests().length, await chat.turns.count()], [asked, turns]);
      await chat.editBox.press('Escape');
      await chat.editBox.waitFor({ state: 'hidden' });
    });

    it('does not keep a later Enter from sending', async () => {
      await chat.write('现在发送');
      await confirmCandidates(chat.composer);
      // The page ignores an Enter that follows a confirmation too quickly for a user.
      await new Promise(resolve => setTimeout(resolve, 100));
      await chat.composer.press('Enter');
      await chat.turns.last().getByText('现在发送').waitFor();
      await chat.lastReceipt.waitFor();
    });
  });
});

async function untilHolds(read: () => Promise<string>, pattern: RegExp): Promise<void> {
  await eventually(read, held => pattern.test(held));
}
