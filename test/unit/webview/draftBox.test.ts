import assert from 'node:assert/strict';
import { DraftBox } from '../../../src/webview/chat/draftBox.ts';

/** Returns a draft box with a manual clock. */
function setUp() {
  const posted: string[] = [];
  let time = 0;
  let timer: { at: number; callback: () => void } | undefined;
  const box = new DraftBox({
    post: text => posted.push(text),
    later: (callback, delayMs) => {
      timer = { at: time + delayMs, callback };
      return () => {
        timer = undefined;
      };
    },
    now: () => time,
  });
  const pass = (ms: number) => {
    time += ms;
    if (timer !== undefined && timer.at <= time) {
      const { callback } = timer;
      timer = undefined;
      callback();
    }
  };
  return { box, posted, pass };
}

describe('DraftBox', () => {
  it('posts the text within 200 ms, once for many keys', () => {
    const { box, posted, pass } = setUp();
    box.type('a');
    pass(150);
    box.type('ab');
    pass(50);
    assert.deepEqual(posted, ['ab']);
    pass(1000);
    assert.deepEqual(posted, ['ab']);
  });

  it('posts the text at once when the page may be closed', () => {
    const { box, posted, pass } = setUp();
    box.type('a');
    box.flush();
    box.flush();
    pass(1000);
    assert.deepEqual(posted, ['a']);
  });

  it('posts nothing when nothing was typed', () => {
    const { box, posted, pass } = setUp();
    box.receive('kept');
    box.type('kept');
    box.flush();
    pass(1000);
    assert.deepEqual(posted, []);
  });

  it('takes over the host’s text, and its later changes', () => {
    const { box, pass } = setUp();
    box.receive('kept');
    assert.equal(box.text, 'kept');
    box.type('kept and more');
    pass(5000);
    box.receive('another conversation');
    assert.equal(box.text, 'another conversation');
  });

  it('keeps typed text that was not posted yet', () => {
    const { box, posted, pass } = setUp();
    box.type('mine');
    box.receive('');
    assert.equal(box.text, 'mine');
    pass(200);
    assert.deepEqual(posted, ['mine']);
  });

  it('does not return to an older text from the host that crossed a newer one', () => {
    const { box, pass } = setUp();
    box.type('a');
    pass(200);
    box.type('ab');
    pass(200);
    box.receive('a');
    assert.equal(box.text, 'ab');
  });

  it('accepts an older text from the host later', () => {
    const { box, pass } = setUp();
    for (const text of ['a', '', 'b']) {
      box.type(text);
      pass(200);
    }
    pass(2000);
    box.receive('');
    assert.equal(box.text, '');
  });

  it('is empty after its text was asked, and posts no draft', () => {
    const { box, posted, pass } = setUp();
    box.type('question');
    box.clear();
    pass(1000);
    assert.equal(box.text, '');
    assert.deepEqual(posted, []);
  });

  it('takes a question back that the host could not send', () => {
    const { box, pass } = setUp();
    box.type('question');
    pass(200);
    box.clear();
    box.receive('question');
    assert.equal(box.text, 'question');
  });

  it('ignores a change from elsewhere while an input method composes', () => {
    const { box, pass } = setUp();
    box.type('你');
    pass(200);
    pass(2000);
    box.beginComposition();
    box.type('你hao');
    pass(200);
    box.receive('typed elsewhere');
    assert.equal(box.text, '你hao');
    box.type('你好');
    box.endComposition();
    assert.equal(box.text, '你好');
  });

  it('applies a change from elsewhere after a composition without text', () => {
    const { box, posted } = setUp();
    box.beginComposition();
    box.receive('typed elsewhere');
    assert.equal(box.text, '');
    box.endComposition();
    assert.equal(box.text, 'typed elsewhere');
    assert.deepEqual(posted, []);
  });
});
