import assert from 'node:assert/strict';
import { ask } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

const EDITOR = '.questionEditor textarea';

describe('The editor of a question', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
  });

  beforeEach(async () => {
    await shown.page.evaluate('sessionStorage.clear()');
    await shown.load({ turns: [ask('one', { text: 'a' })] });
    await shown.page.locator('.editQuestion').click();
  });

  afterEach(() => shown.assertHarmless());

  after(() => stage.close());

  const open = (): Promise<number> => shown.page.locator(EDITOR).count();

  it('leaves the focus to the composer when the host moves it there', async () => {
    await shown.tell({ type: 'focusComposer' });
    assert.ok(await shown.page.evaluate(`document.activeElement.closest('.composer') !== null`));
  });

  it('keeps its text until the question is sent, even while another question is answered', async () => {
    await shown.page.locator(EDITOR).fill('uno');
    await shown.page.keyboard.press('Enter');
    const sent = (await shown.posted()).find(({ type }) => type === 'edit');
    assert.deepEqual(sent, { type: 'edit', turnId: 'one', text: 'uno' });
    // The user went back to this question, and asked another one first.
    await shown.tell({ type: 'turn', turn: ask('two', { state: 'waiting' }), total: 2 });
    assert.equal(await shown.page.locator(EDITOR).inputValue(), 'uno');
    await shown.load({ turns: [ask('one', { text: 'a' })] });
    assert.equal(await shown.page.locator(EDITOR).inputValue(), 'uno');
  });

  it('is closed when its question is answered in place', async () => {
    await shown.page.locator(EDITOR).press('Enter');
    await shown.tell({ type: 'turn', turn: ask('one', { state: 'waiting' }), total: 1 });
    assert.equal(await open(), 0);
    assert.ok(await shown.page.evaluate(`document.activeElement.classList.contains('transcript')`));
  });

  it('does not reopen with its branch after its question was asked as another version', async () => {
    await shown.page.locator(EDITOR).fill('uno');
    await shown.page.keyboard.press('Enter');
    await shown.tell({ type: 'turns', side: 'latest', nextTo: '', window: window(ask('uno', { state: 'waiting' })) });
    assert.equal(await open(), 0);
    await shown.tell({ type: 'turns', side: 'latest', nextTo: '', window: window(ask('one', { text: 'a' })) });
    assert.equal(await open(), 0);
    await shown.load({ turns: [ask('one', { text: 'a' })] });
    assert.equal(await open(), 0);
  });

  it('is opened by the up arrow only while the last question is loaded', async () => {
    const last = ask('last', { text: 'b' });
    await shown.load({ turns: [ask('one', { text: 'a' })], later: 1, last });
    await shown.page.locator('.composer textarea').press('ArrowUp');
    assert.equal(await open(), 0);
  });
});

function window(turn: ReturnType<typeof ask>) {
  return { turns: [turn], earlier: 0, later: 0, last: null };
}
