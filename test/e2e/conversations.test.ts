import assert from 'node:assert/strict';
import { killExtensionHost } from '../support/vscode/extensionHosts.ts';
import type { Person } from '../support/vscode/person.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { type Chat, openChat, type ReadingPlace } from './chat.ts';
import { eventually } from './eventually.ts';
import { keptAnswer, keptDrafts } from './historyFile.ts';
import { setStage, type Stage } from './stage.ts';

const QUESTIONS = ['第一问', '第二问', '第三问', '第四问'];
const OTHER_WAY = '换个问法的第二问';
/** A word of the third answer alone. */
const WORD = '烧卖';

/** What the user sees in the chat view. */
interface Seen {
  readonly questions: readonly string[];
  /** The shown version of the question that was asked in two ways. */
  readonly branch: string;
  readonly draft: string;
  readonly chips: readonly string[];
  readonly place: ReadingPlace;
}

/** Reads what the user sees. Text outside the viewport may not be laid out, but counts. */
async function look(chat: Chat): Promise<Seen> {
  return {
    questions: await chat.turns.locator('.questionText').allTextContents(),
    branch: (await chat.turns.locator('.branchNumber').allTextContents()).join(),
    draft: await chat.composer.inputValue(),
    chips: await chat.composerChips.locator('.chipLabel').allTextContents(),
    place: await chat.place(),
  };
}

/** Waits until the view is as it was before. */
async function whenAsBefore(chat: Chat, before: Seen): Promise<void> {
  await chat.turns.first().waitFor();
  const isThere = ({ place }: Seen): boolean =>
    place.turnId === before.place.turnId && Math.abs(place.offsetPx - before.place.offsetPx) <= 3;
  let last: Seen | undefined;
  try {
    await eventually(
      async () => (last = await look(chat)),
      seen => JSON.stringify({ ...seen, place: 0 }) === JSON.stringify({ ...before, place: 0 }) && isThere(seen),
    );
  } catch (error) {
    // Shows the difference in the failure's message.
    assert.deepEqual(last, before);
    throw error;
  }
}

describe('A conversation', () => {
  let stage: Stage;
  let person: Person;
  let window: Workbench;
  let chat: Chat;

  before(async () => {
    stage = await setStage();
    person = await stage.newPerson();
    window = await stage.openWindow({ person });
    chat = await openChat(window);
  });

  after(() => stage.close());

  /** Types a question, attaches a file and scrolls; then waits until all of it is stored. */
  async function leaveTraces(draft: string, downPx: number): Promise<Seen> {
    await chat.composer.pressSequentially('@cart');
    await chat.suggestions.filter({ hasText: 'cart.ts' }).first().click();
    await chat.composerChips.first().waitFor();
    await chat.write(draft);
    await chat.scroll(downPx);
    await eventually(
      () => keptDrafts(stage.server),
      drafts => drafts.includes(draft),
    );
    const seen = await look(chat);
    await eventually(
      () => window.workspaceState(),
      state => state.includes(JSON.stringify(seen.place)),
    );
    return seen;
  }

  it('restores its branch, draft, attachments and scroll position after the window was reloaded', async () => {
    for (const [index, question] of QUESTIONS.entries()) {
      const text = `${question}的回答。\n\n${`- 一条说明，写得长一些，好让人读\n`.repeat(12)}\n${index === 2 ? WORD : '点心'}`;
      stage.simulator.script({ answer: { text } });
      await chat.ask(question);
      await chat.lastReceipt.waitFor();
    }
    await chat.edit(chat.turns.nth(1), OTHER_WAY);
    await chat.lastReceipt.waitFor();
    assert.equal(await chat.turns.count(), 2);
    await chat.branchSwitch(chat.turns.nth(1)).getByRole('button', { name: 'Previous Version' }).click();
    await chat.turns.nth(3).waitFor();

    const before = await leaveTraces('还没想好怎么问', 800);
    await window.screenshot('conversation-before-en');
    assert.deepEqual(
      { ...before, place: before.place.turnId },
      {
        questions: QUESTIONS,
        branch: '1 / 2',
        draft: '还没想好怎么问',
        chips: ['cart.ts'],
        place: await chat.turns.nth(2).getAttribute('data-turn'),
      },
    );
    await window.reload();
    chat = await openChat(window);
    await whenAsBefore(chat, before);
    await window.screenshot('conversation-reloaded-en');
  });

  it('keeps an answer as far as it was saved when the extension host is killed', async () => {
    const text = '每一句都要留下。'.repeat(100);
    await chat.composerChips.getByRole('button', { name: 'Remove' }).click();
    stage.simulator.script({ answer: { text }, delivery: { chunkMs: 100 } });
    await chat.ask('第五问');
    await chat.lastAnswer.getByText('每一句').waitFor();
    const before = await leaveTraces('下一句也没想好', -500);
    const body = chat.lastAnswer.locator('.markdown');
    const early = ((await body.textContent()) ?? '').trim();
    assert.ok(early.length > 20 && text.startsWith(early), early);
    // It is saved every second, which a unit test measures by a clock that no busy machine holds up.
    await eventually(
      () => keptAnswer(stage.server),
      kept => kept.startsWith(early),
    );
    await killExtensionHost(stage.server);
    await stage.simulator.when(records => records.at(-1)?.outcome === 'closedByClient');
    await window.reload();
    chat = await openChat(window);
    await whenAsBefore(chat, before);
    await window.screenshot('conversation-host-killed-en');
    const { message, buttons } = await chat.failureText();
    assert.match(message, /^VS Code was closed or restarted while the answer was coming\. \d+ characters are kept/);
    assert.deepEqual(buttons, ['Continue', 'Regenerate']);
    const kept = ((await body.textContent()) ?? '').trim();
    assert.ok(kept.startsWith(early) && text.startsWith(kept), `${kept.length} of ${early.length}`);
  });

  it('is restored after its page was killed', async () => {
    const before = await leaveTraces('第三次也没想好', -250);
    const killed = window;
    await killed.crash();
    window = await stage.openWindow({ person });
    await killed.close();
    chat = await openChat(window);
    await whenAsBefore(chat, before);
    await window.screenshot('conversation-page-killed-en');
  });

  it('receives its answer to the end while another conversation is shown', async () => {
    await chat.branchSwitch(chat.turns.nth(1)).getByRole('button', { name: 'Next Version' }).click();
    await chat.turns.locator('.questionText').getByText(OTHER_WAY).waitFor();
    const text = `开头。${'中间的话，一句接一句。'.repeat(20)}结尾。`;
    stage.simulator.script({ answer: { text }, delivery: { hold: { afterEvents: 4 } } });
    await chat.ask('第六问');
    await chat.lastAnswer.getByText('开头').waitFor();
    await window.runCommand('New Chat');
    await chat.turns.first().waitFor({ state: 'detached' });
    assert.equal(stage.simulator.requests().at(-1)?.outcome, 'open');
    await chat.ask('另一个话题');
    await chat.lastReceipt.waitFor();
    stage.simulator.release();
    await stage.simulator.idle();
    await window.runCommand('Show Chat History');
    await window.quickInput.pick(QUESTIONS[0] ?? '');
    await chat.turns.nth(2).waitFor();
    await chat.lastReceipt.waitFor();
    assert.equal((await chat.lastAnswer.locator('.markdown').textContent())?.trim(), text);
    assert.deepEqual(await chat.turns.locator('.questionText').allTextContents(), [QUESTIONS[0], OTHER_WAY, '第六问']);
  });

  it('is found by a two-character word in an old answer, and opened at that answer', async () => {
    await window.runCommand('Show Chat History');
    await window.quickInput.field.fill(WORD);
    const found = window.quickInput.row(QUESTIONS[0] ?? '').filter({ hasText: WORD });
    await found.waitFor();
    await window.screenshot('conversation-found-en');
    await found.click();
    await chat.turns.nth(3).waitFor();
    const turnId = (await chat.turns.nth(2).getAttribute('data-turn')) ?? '';
    await eventually(
      () => chat.place(),
      place => place.turnId === turnId && Math.abs(place.offsetPx) <= 20,
    );
    await window.screenshot('conversation-found-opened-en');
  });

  it('is not charged twice in a second window that opens it during an answer, and is loaded there when it is complete', async () => {
    await window.runCommand('New Chat');
    await chat.turns.first().waitFor({ state: 'detached' });
    const text = `开头。${'中间的话，一句接一句。'.repeat(20)}结尾。`;
    stage.simulator.script({ answer: { text }, delivery: { hold: { afterEvents: 4 } } });
    const sent = stage.simulator.requests().length;
    await chat.ask('两个窗口');
    await chat.lastAnswer.getByText('开头').waitFor();
    const second = await stage.openWindow({ person });
    const other = await openChat(second);
    await second.runCommand('Show Chat History');
    await second.quickInput.pick('两个窗口');
    const { message, buttons } = await other.failureText();
    assert.match(message, /^This answer is still being written in another window\. Its cost is counted there\./);
    assert.deepEqual(buttons, ['Load Again']);
    assert.equal(await other.lastAnswer.getByRole('button', { name: 'Regenerate' }).count(), 0);
    await second.screenshot('conversation-elsewhere-en');
    stage.simulator.release();
    await chat.lastReceipt.waitFor();
    await other.failure.getByRole('button', { name: 'Load Again' }).click();
    await other.lastReceipt.waitFor();
    assert.equal((await other.lastAnswer.locator('.markdown').textContent())?.trim(), text);
    assert.equal(stage.simulator.requests().length, sent + 1);
    await second.close();
    await window.runCommand('Show Chat History');
    await window.quickInput.pick(QUESTIONS[0] ?? '');
    await chat.turns.nth(3).waitFor();
  });

  it('is restored when its deletion is undone', async () => {
    const before = await look(chat);
    await window.runCommand('Show Chat History');
    const row = window.quickInput.row(QUESTIONS[0] ?? '');
    await row.hover();
    await window.screenshot('conversation-delete-en');
    await row.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    await chat.turns.first().waitFor({ state: 'detached' });
    const told = window.notifications.with(/was deleted/);
    assert.equal(
      await window.notifications.textOf(told),
      `“${QUESTIONS[0]}” was deleted. It is removed for good after 30 days.`,
    );
    await window.notifications.press(told, 'Undo');
    await whenAsBefore(chat, before);
    assert.deepEqual(stage.simulator.violations(), []);
  });
});
