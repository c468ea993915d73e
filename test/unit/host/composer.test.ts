import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/core/conversation/conversation.ts';
import type { Draft, History } from '../../../src/core/conversation/history.ts';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { Composer } from '../../../src/host/chat/composer.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

class Drafts implements History {
  readonly drafts = new Map<string, Draft>();
  isFull = false;

  load(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  saveTip(): Promise<void> {
    return Promise.resolve();
  }

  save(): Promise<void> {
    return Promise.resolve();
  }

  loadDraft(id: string): Draft | undefined {
    return this.drafts.get(id);
  }

  saveDraft(id: string, draft: Draft): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('disk full'));
    this.drafts.set(id, draft);
    return Promise.resolve();
  }
}

/** Returns a typed question. */
const typed = (question: string, attachments: readonly Attachment[] = []): NewQuestion => ({
  feature: 'chat',
  question,
  prompt: question,
  attachments,
});

const CODE = { id: 'a', path: 'a.ts', languageId: 'typescript', startLine: 1, endLine: 2, text: 'x' };

/** A command's question, whose prompt has more than the shown text. */
const FIX: NewQuestion = { feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [CODE] };

describe('The composer', () => {
  let drafts: Drafts;
  let clock: VirtualClock;
  let composer: Composer;

  beforeEach(() => {
    drafts = new Drafts();
    clock = new VirtualClock();
    composer = new Composer(drafts, clock, silentLogger, 'c');
  });

  it('stores typed text after half a second, once for many keys', async () => {
    composer.type('你');
    await clock.advance(400);
    composer.type('你好');
    await clock.advance(100);
    assert.equal(drafts.drafts.get('c')?.text, '你好');
    assert.equal(clock.pendingTimers, 0);
  });

  it('restores a draft', () => {
    drafts.drafts.set('c', { text: 'draft', attachments: [CODE] });
    assert.deepEqual(new Composer(drafts, clock, silentLogger, 'c').draft, { text: 'draft', attachments: [CODE] });
  });

  it('holds a returned question only once, also when it ends in white space', () => {
    composer.type('asked \n');
    composer.attach(CODE);
    let changes = 0;
    composer.onDidChange(() => changes++);
    composer.add(typed('asked \n', [CODE]));
    assert.deepEqual(composer.draft, { text: 'asked', attachments: [CODE] });
    assert.equal(changes, 1);
  });

  it('appends a waiting question to the typed text', () => {
    composer.type('typed');
    composer.add(typed('asked', [CODE]));
    assert.deepEqual(composer.draft, { text: 'typed\nasked', attachments: [CODE] });
    composer.remove('a');
    assert.deepEqual(composer.draft.attachments, []);
  });

  it('does not hold a question twice when it is added twice', () => {
    composer.add(typed('asked', [CODE]));
    composer.add(typed('asked', [CODE]));
    assert.deepEqual(composer.draft, { text: 'asked', attachments: [CODE] });
    composer.type('why was it asked');
    composer.add(typed('asked', [CODE]));
    assert.deepEqual(composer.draft, { text: 'why was it asked\nasked', attachments: [CODE] });
  });

  it('keeps what was typed and attached after the question was taken', () => {
    composer.type('/fix');
    composer.attach(CODE);
    const { question } = composer;
    const later = { ...CODE, id: 'b', text: 'y' };
    composer.attach(later);
    composer.type('and why?');
    composer.asked(question);
    assert.deepEqual(composer.draft, { text: 'and why?', attachments: [later] });
  });

  it('keeps a question that was added after the one that is asked', () => {
    composer.type('first');
    const { question } = composer;
    composer.add(typed('second'));
    composer.asked(question);
    assert.equal(composer.draft.text, 'second');
  });

  it('takes typed text along into a new conversation', async () => {
    composer.type('a long question');
    composer.moveTo('new');
    await composer.flush();
    assert.equal(composer.draft.text, 'a long question');
    assert.equal(drafts.drafts.get('new')?.text, 'a long question');
    assert.equal(drafts.drafts.get('c')?.text, '');
  });

  it('takes typed text along into a conversation whose composer is empty', () => {
    drafts.drafts.set('other', { text: '', attachments: [] });
    composer.type('a long question');
    composer.moveTo('other');
    assert.equal(composer.draft.text, 'a long question');
  });

  it('leaves typed text in its conversation when the other one has a draft', async () => {
    drafts.drafts.set('other', { text: 'of the other one', attachments: [] });
    composer.type('a long question');
    composer.moveTo('other');
    await composer.flush();
    assert.equal(composer.draft.text, 'of the other one');
    composer.moveTo('c');
    assert.equal(composer.draft.text, 'a long question');
  });

  it('keeps what is typed when its conversation is shown anew, whatever another window has typed there', () => {
    composer.type('here');
    drafts.drafts.set('c', { text: 'elsewhere', attachments: [] });
    composer.moveTo('c');
    assert.equal(composer.draft.text, 'here');
  });

  it('leaves the limit of earlier questions in its conversation when nothing is typed', async () => {
    composer.sendEarlier(0);
    composer.moveTo('new');
    assert.equal(composer.question.mostEarlier, undefined);
    await composer.flush();
    composer.moveTo('c');
    assert.equal(composer.question.mostEarlier, 0);
  });

  it('does not write an unchanged draft over a newer one of another window', async () => {
    composer.type('old');
    await composer.flush();
    drafts.drafts.set('c', { text: 'newer, of another window', attachments: [] });
    await composer.flush();
    assert.equal(drafts.drafts.get('c')?.text, 'newer, of another window');
  });

  it('retries a failed write', async () => {
    drafts.isFull = true;
    composer.type('kept');
    await composer.flush();
    drafts.isFull = false;
    await composer.flush();
    assert.equal(drafts.drafts.get('c')?.text, 'kept');
  });

  describe('with a waiting command', () => {
    const plain = (question: string): NewQuestion => typed(question, [CODE]);

    it('asks the command’s prompt, also after a reload', async () => {
      composer.add(FIX);
      assert.deepEqual(composer.question, FIX);
      await composer.flush();
      assert.deepEqual(new Composer(drafts, clock, silentLogger, 'c').question, FIX);
    });

    it('keeps the prompt when the page reports or asks the same text', () => {
      composer.add(FIX);
      composer.type('Fix this code');
      composer.add(typed('Fix this code'));
      assert.deepEqual(composer.question, FIX);
    });

    it('asks the typed text after any edit, even if the edit is reverted', () => {
      composer.add(FIX);
      composer.type('Fix this code?');
      assert.deepEqual(composer.question, plain('Fix this code?'));
      composer.type('Fix this code');
      assert.deepEqual(composer.question, plain('Fix this code'));
    });

    it('asks the remaining text when the code was removed', () => {
      composer.add(FIX);
      composer.remove('a');
      assert.deepEqual(composer.question, typed('Fix this code'));
    });

    it('asks both when text was typed before', () => {
      composer.type('Mind the tests. ');
      composer.add(FIX);
      assert.deepEqual(composer.question, {
        feature: 'fix',
        question: 'Mind the tests.\nFix this code',
        prompt: 'Mind the tests.\n\nFind and fix',
        attachments: [CODE],
      });
      composer.add(FIX);
      assert.equal(composer.question.prompt, 'Mind the tests.\n\nFind and fix', 'once');
    });

    it('asks the prompt of a command whose text was typed before', () => {
      composer.type('Fix this code');
      composer.add(FIX);
      assert.deepEqual(composer.question, FIX);
    });

    it('is empty after the question was asked', () => {
      composer.add(FIX);
      composer.asked(composer.question);
      composer.type('and now?');
      assert.deepEqual(composer.question, typed('and now?'));
    });
  });
});
