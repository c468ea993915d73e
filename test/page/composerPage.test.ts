import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { MAX_TEXT_LENGTH, parsePageMessage } from '../../src/protocol/chat.ts';
import type { ChatView } from '../../src/protocol/chatView.ts';
import type { SuggestionView } from '../../src/protocol/suggestionMessages.ts';
import { ask } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

const FILES: readonly SuggestionView[] = ['a.ts', 'b.ts', 'c.ts'].map(name => ({
  id: name,
  label: name,
  description: 'src',
  icon: 'file',
}));

const FIX: readonly SuggestionView[] = [
  { id: 'builtIn:fix', label: '/fix', description: '', icon: 'prompt', insert: '/fix ' },
];

const ANSWERING = { turns: [ask('q', { state: 'streaming', text: 'a' })] };

describe('The composer', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;
  let input: CDPSession;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
    input = await shown.page.context().newCDPSession(shown.page);
  });

  afterEach(() => shown.assertHarmless());

  after(() => stage.close());

  async function begin(change: Partial<ChatView> = {}): Promise<void> {
    await shown.load(change);
    await shown.page.locator('textarea').focus();
    await shown.posted();
  }

  /** Pastes a text that is made in the page: a long one would take long to send there. */
  async function paste(script: string): Promise<void> {
    await shown.page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${script});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
  }

  async function type(text: string): Promise<void> {
    await shown.page.keyboard.type(text);
    await shown.frame();
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await shown.page.keyboard.press(key);
      await shown.frame();
    }
  }

  /** Returns the page's messages as their type and most telling fields, without drafts and scroll positions. */
  async function said(): Promise<readonly string[]> {
    return (await shown.posted())
      .filter(({ type: kind }) => kind !== 'draft' && kind !== 'readAt')
      .map(message => [message.type, ...Object.values(message).slice(1)].join(' '));
  }

  const text = (): Promise<string> => shown.page.locator('textarea').inputValue();

  const options = (): Promise<readonly string[]> =>
    shown.page.locator('[role=option] .suggestionLabel').allInnerTexts();

  const active = (): Promise<string | null> =>
    shown.page.evaluate(
      `document.getElementById(document.querySelector('textarea').getAttribute('aria-activedescendant'))?.querySelector('.suggestionLabel').textContent ?? null`,
    );

  async function offerFiles(query = ''): Promise<void> {
    await shown.tell({ type: 'suggestions', trigger: '@', query, items: FILES });
  }

  /** Lets an input method compose a text, with the browser's own events. */
  async function compose(composed: string): Promise<void> {
    await input.send('Input.imeSetComposition', {
      text: composed,
      selectionStart: composed.length,
      selectionEnd: composed.length,
    });
    await shown.frame();
  }

  /** Presses a key as the page sees it while an input method handles it. */
  async function pressWhileComposing(key: string): Promise<void> {
    await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 });
    await input.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: 229 });
    await shown.frame();
  }

  describe('with suggestions', () => {
    it('asks the host for each letter, and shows the host’s answer', async () => {
      await begin();
      await type('see @ca');
      assert.deepEqual(await said(), ['suggest @ ', 'suggest @ c', 'suggest @ ca']);
      await offerFiles('ca');
      assert.deepEqual(await options(), ['a.ts', 'b.ts', 'c.ts']);
      assert.equal(await active(), 'a.ts');
    });

    it('takes one with the arrow keys and Enter, replaces the typed word, and sends the draft first', async () => {
      await begin();
      await type('see @');
      await offerFiles();
      await press('ArrowDown', 'ArrowDown', 'ArrowUp');
      assert.equal(await active(), 'b.ts');
      await shown.posted();
      await press('Enter');
      assert.equal(await text(), 'see ');
      assert.deepEqual((await shown.posted()).slice(-2), [
        { type: 'draft', text: 'see ' },
        { type: 'takeSuggestion', trigger: '@', suggestionId: 'b.ts' },
      ]);
      assert.deepEqual(await options(), []);
    });

    it('undoes a taken one like typed text', async () => {
      await begin();
      await type('/fi');
      await shown.tell({ type: 'suggestions', trigger: '/', query: 'fi', items: FIX });
      await press('Tab');
      assert.equal(await text(), '/fix ');
      await press('Control+z');
      assert.equal(await text(), '/fi');
    });

    it('takes one with the mouse, and keeps the focus', async () => {
      await begin();
      await type('@');
      await offerFiles();
      await shown.page.locator('[role=option]').nth(2).click();
      assert.deepEqual((await said()).slice(-1), ['takeSuggestion @ c.ts']);
      assert.equal(await shown.page.evaluate('document.activeElement.localName'), 'textarea');
    });

    it('opens them for full-width signs', async () => {
      await begin();
      await input.send('Input.insertText', { text: '看看＠' });
      await shown.frame();
      assert.deepEqual(await said(), ['suggest @ ']);
      await begin();
      await input.send('Input.insertText', { text: '／' });
      await shown.frame();
      assert.deepEqual(await said(), ['suggest / ']);
    });

    it('closes them with Escape, and stops an answer only with the next Escape', async () => {
      await begin(ANSWERING);
      await type('@');
      await offerFiles();
      await press('Escape');
      assert.deepEqual(await options(), []);
      assert.deepEqual(await said(), ['suggest @ ']);
      await press('Escape');
      assert.deepEqual(await said(), ['stop']);
      assert.equal(await text(), '@');
    });

    it('closes them when the cursor leaves the word or the field', async () => {
      await begin();
      await type('@');
      await offerFiles();
      await press('ArrowLeft');
      assert.deepEqual(await options(), []);
      await press('ArrowRight');
      await offerFiles();
      assert.equal((await options()).length, 3);
      await shown.page.locator('.modelButton').focus();
      await shown.frame();
      assert.deepEqual(await options(), []);
    });

    it('says that there are none, and sends a word only once the host has answered that there are none', async () => {
      await begin();
      await type('/explian');
      await press('Enter');
      assert.ok(!(await said()).some(each => each.startsWith('ask')));
      await shown.tell({ type: 'suggestions', trigger: '/', query: 'explian', items: [] });
      // Enter was pressed before this answer.
      assert.deepEqual(await said(), ['ask /explian']);
      await type('/explian');
      await shown.tell({ type: 'suggestions', trigger: '/', query: 'explian', items: [] });
      assert.equal(await shown.page.locator('.noSuggestion').innerText(), 'There is no prompt “explian”.');
    });
  });

  describe('with an input method', () => {
    for (const sendKey of ['enter', 'ctrlEnter'] as const) {
      it(`neither sends nor breaks lines while something is composed, with ${sendKey}`, async () => {
        await begin({ sendKey });
        await compose('ni hao');
        await pressWhileComposing('Enter');
        await input.send('Input.insertText', { text: '你好' });
        await shown.frame();
        assert.equal(await text(), '你好');
        assert.deepEqual(await said(), []);
        await shown.page.waitForTimeout(100);
        await press(sendKey === 'enter' ? 'Enter' : 'Control+Enter');
        assert.deepEqual(await said(), ['ask 你好']);
      });
    }

    it('does not send with an Enter right after the composition ended, as in WebKit', async () => {
      await begin();
      await compose('ni');
      const sent = `(() => {
        const field = document.querySelector('textarea');
        const key = change => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...change }));
        key({ keyCode: 229 });
        key({ isComposing: true, keyCode: 13 });
        field.dispatchEvent(new CompositionEvent('compositionend', { data: '你', bubbles: true }));
        key({ keyCode: 13 });
      })()`;
      await shown.page.evaluate(sent);
      assert.deepEqual(await said(), []);
    });

    it('leaves the list of suggestions and the running answer alone', async () => {
      await begin(ANSWERING);
      await type('@');
      await offerFiles();
      await shown.posted();
      await compose('gou');
      for (const key of ['ArrowDown', 'Tab', 'Enter', 'Escape']) await pressWhileComposing(key);
      assert.equal(await active(), 'a.ts');
      assert.equal((await options()).length, 3);
      assert.deepEqual(await said(), []);
      await input.send('Input.insertText', { text: '购' });
      await shown.frame();
      assert.deepEqual(await said(), ['suggest @ 购']);
    });
  });

  it('edits the last question with the up arrow, and only where nothing is typed', async () => {
    await begin({ turns: [ask('one', { text: 'a' }), ask('two', { text: 'b' })] });
    const edited = `document.activeElement.closest('.questionEditor')?.closest('[data-turn]').dataset.turn`;
    await type('x');
    await press('ArrowUp', 'Delete', 'Shift+ArrowUp');
    assert.equal(await shown.page.evaluate(edited), undefined);
    await press('ArrowUp');
    await shown.frame();
    assert.equal(await shown.page.evaluate(edited), 'two');
  });

  it('grows with its text to two fifths of the page, and then scrolls', async () => {
    await begin();
    const height = (): Promise<number> => shown.page.evaluate(`document.querySelector('textarea').clientHeight`);
    const small = await height();
    for (let line = 0; line < 60; line++) await shown.page.keyboard.press('Shift+Enter');
    await shown.frame();
    assert.ok((await height()) > small);
    assert.ok((await height()) <= 0.4 * 700 + 1);
    assert.ok(await shown.page.evaluate(`document.querySelector('textarea').scrollHeight > ${await height()}`));
  });

  it('sends the host the last draft before the page is unloaded', async () => {
    await begin();
    await shown.page.evaluate(`document.execCommand('insertText', false, 'just now')`);
    await shown.page.reload();
    assert.equal(await shown.page.evaluate(`sessionStorage.getItem('draft')`), 'just now');
  });

  it('makes an attachment of a pasted text that is longer than the host accepts, without its end', async () => {
    await begin();
    await paste(`'x'.repeat(${MAX_TEXT_LENGTH + 1})`);
    const [message] = await shown.posted();
    assert.ok(parsePageMessage(message), `${message?.type} of the right length`);
    assert.ok(message?.type === 'paste' && message.text.length === MAX_TEXT_LENGTH);
  });
});
