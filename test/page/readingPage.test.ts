import assert from 'node:assert/strict';
import type { ChatView } from '../../src/protocol/chatView.ts';
import type { TurnView } from '../../src/protocol/turnView.ts';
import { ask, page } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

const TEXT = 'A paragraph of an answer.\n\n'.repeat(30);

/** Returns turns whose answers are higher than the page. */
const turns = (...ids: readonly string[]): TurnView[] => ids.map(id => ask(id, { text: TEXT }));

/** Script that returns the id of the turn at the top of the view. */
const AT_TOP = `(() => {
  const { top } = document.querySelector('.transcript').getBoundingClientRect();
  const isBelow = turn => turn.getBoundingClientRect().bottom > top;
  return [...document.querySelectorAll('[data-turn]')].find(isBelow).dataset.turn;
})()`;

describe('The reading position', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
  });

  afterEach(() => shown.assertHarmless());

  after(() => stage.close());

  async function tell(change: Partial<ChatView>): Promise<void> {
    await shown.tell({ type: 'snapshot', view: page(change), texts: {} });
    await shown.frame();
  }

  const atTop = (): Promise<unknown> => shown.page.evaluate(AT_TOP);

  it('is restored in another conversation, even after scrolling to the latest turn in this one', async () => {
    await shown.load({ turns: turns('a', 'b') });
    await shown.tell({ type: 'showLatest' });
    await shown.posted();
    await tell({ conversationId: 'other', turns: turns('c', 'd', 'e'), place: { turnId: 'd', offsetPx: 9 } });
    assert.equal(await atTop(), 'd');
    const places = (await shown.posted()).filter(message => message.type === 'readAt');
    const ends = places.filter(({ conversationId, turnId }) => conversationId === 'other' && turnId === '');
    assert.deepEqual(ends, [], 'and the host is not told that it is read at its end');
  });

  it('moves to a question asked while the conversation was not shown', async () => {
    await shown.load({ turns: turns('a') });
    const view = page({ conversationId: 'other', turns: turns('c', 'd'), place: { turnId: 'c', offsetPx: 0 } });
    // Both messages arrive before the next frame, as on a page that has just loaded.
    await shown.page.evaluate(
      `tell(${JSON.stringify({ type: 'snapshot', view, texts: {} })}); tell({ type: 'showLatest' })`,
    );
    await shown.frame();
    await shown.frame();
    assert.equal(await atTop(), 'd');
  });

  it('moves to a search result, and stays for other snapshots', async () => {
    const all = turns('a', 'b', 'c', 'd');
    await shown.load({ turns: all });
    assert.equal(await atTop(), 'd');
    const place = { turnId: 'b', offsetPx: 0 };
    await tell({ turns: all, place });
    assert.equal(await atTop(), 'd');
    await shown.tell({ type: 'showPlace' });
    await shown.frame();
    assert.equal(await atTop(), 'b');
  });

  it('stays where it was restored when turns above change before the scroll event of that', async () => {
    await shown.load({ turns: turns('a', 'b', 'c'), place: { turnId: 'b', offsetPx: 30 } });
    const offset = await shown.page.evaluate(`new Promise(resolve => {
      const scroller = document.querySelector('.transcript');
      const topOf = element => element.getBoundingClientRect().top;
      document.querySelector('[data-turn="a"]').style.paddingTop = '59px';
      scroller.dispatchEvent(new Event('scroll'));
      requestAnimationFrame(() => requestAnimationFrame(() => {
        resolve(Math.round(topOf(scroller) - topOf(document.querySelector('[data-turn="b"]'))));
      }));
    })`);
    assert.equal(offset, 30);
  });

  it('does not count the turns of a longer branch as new questions', async () => {
    await shown.load({ turns: turns('a', 'b') });
    await tell({ turns: turns('a', 'other', 'c', 'd'), place: { turnId: 'other', offsetPx: 0 } });
    const labels = await shown.page.locator('.latest').allInnerTexts();
    assert.deepEqual(labels, ['Scroll to Latest']);
    await shown.tell({ type: 'turn', turn: ask('e', { text: TEXT }), total: 5 });
    assert.deepEqual(await shown.page.locator('.latest').allInnerTexts(), ['New Questions (1)']);
  });

  it('begins at the top of an empty conversation, however low the page is', async () => {
    await shown.page.setViewportSize({ width: 400, height: 200 });
    await shown.load({ turns: [] });
    await shown.frame();
    const [scrollTop, isHigher] = await shown.page.evaluate<[number, boolean]>(`(() => {
      const { scrollTop, scrollHeight, clientHeight } = document.querySelector('.transcript');
      return [scrollTop, scrollHeight > clientHeight];
    })()`);
    assert.deepEqual([scrollTop, isHigher], [0, true]);
    await shown.page.setViewportSize({ width: 400, height: 700 });
  });
});
