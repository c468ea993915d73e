import assert from 'node:assert/strict';
import type { SuggestionView } from '../../../src/protocol/suggestionMessages.ts';
import { SuggestionBox } from '../../../src/webview/chat/suggestions/suggestionBox.ts';

function item(id: string, insert?: string): SuggestionView {
  return { id, label: id, description: '', icon: 'file', ...(insert !== undefined && { insert }) };
}

const FILES = [item('a'), item('b'), item('c')];
const FIX = [item('fix', '/fix ')];

describe('SuggestionBox', () => {
  let asked: string[];
  let changes: number;
  let box: SuggestionBox;

  beforeEach(() => {
    asked = [];
    changes = 0;
    box = new SuggestionBox({
      ask: (trigger, query) => asked.push(`${trigger}${query}`),
      onChange: () => changes++,
    });
  });

  /** Types a text, with the cursor at its end. */
  function type(text: string): void {
    box.look(text, text.length);
  }

  function offeredIds(): readonly string[] | undefined {
    return box.offered?.items.map(({ id }) => id);
  }

  it('asks the host once for each state of a word, and shows its answer', () => {
    type('@');
    type('@');
    type('@c');
    assert.deepEqual(asked, ['@', '@c']);
    assert.equal(box.offered, undefined);
    box.receive('@', 'c', FILES);
    assert.deepEqual(offeredIds(), ['a', 'b', 'c']);
    assert.equal(changes, 1);
  });

  it('ignores outdated answers, and keeps the shown ones until the next answer', () => {
    type('@');
    box.receive('@', '', FILES);
    type('@c');
    assert.deepEqual(offeredIds(), ['a', 'b', 'c']);
    box.receive('@', '', FIX);
    box.receive('/', 'c', FIX);
    box.receive('@', 'cd', FIX);
    assert.deepEqual(offeredIds(), ['a', 'b', 'c']);
    box.receive('@', 'c', [item('c')]);
    assert.deepEqual(offeredIds(), ['c']);
  });

  it('does not show one word’s suggestions at another', () => {
    type('@');
    box.receive('@', '', FILES);
    type('@ @');
    assert.equal(box.offered, undefined);
  });

  it('moves through the list in both directions, and wraps around', () => {
    type('@');
    box.receive('@', '', FILES);
    const seen = ([1, 1, 1, -1, -1] as const).map(steps => {
      box.move(steps);
      return box.offered?.active;
    });
    assert.deepEqual(seen, [1, 2, 0, 2, 1]);
  });

  it('selects the first again when other suggestions come', () => {
    type('@');
    box.receive('@', '', FILES);
    box.move(1);
    type('@c');
    box.receive('@', 'c', [item('c')]);
    assert.equal(box.offered?.active, 0);
  });

  it('is closed when the cursor leaves the word, or text is selected', () => {
    for (const cursor of [0, 5, undefined]) {
      box.look('@c and', 2);
      box.receive('@', 'c', FILES);
      assert.ok(box.offered);
      box.look('@c and', cursor);
      assert.equal(box.offered, undefined);
      assert.equal(box.isOpen, false);
    }
  });

  it('stays closed in a word after the user closed it, and opens in the next one', () => {
    type('@c');
    box.receive('@', 'c', FILES);
    box.close();
    type('@ca');
    assert.equal(box.isOpen, false);
    type('@ca @');
    assert.equal(box.isOpen, true);
    type('@ca ');
    type('@ca');
    assert.equal(box.isOpen, true);
  });

  it('opens again when the user returns to the field', () => {
    type('@c');
    box.leave();
    assert.equal(box.isOpen, false);
    type('@c');
    assert.equal(box.isOpen, true);
  });

  it('says that nothing was found, except for a path', () => {
    type('/x');
    box.receive('/', 'x', []);
    assert.deepEqual(box.offered?.items, []);
    type('/x/y');
    box.receive('/', 'x/y', []);
    assert.equal(box.offered, undefined);
    assert.equal(box.isOpen, false);
  });

  describe('when Enter is pressed', () => {
    it('takes the shown suggestion', () => {
      type('/f');
      box.receive('/', 'f', FIX);
      assert.equal(box.confirm(), 'take');
    });

    it('sends a text that a suggestion would not extend', () => {
      assert.equal(box.confirm(), 'send');
      type('/fix');
      box.receive('/', 'fix', FIX);
      assert.equal(box.confirm(), 'send');
      type('/x');
      box.receive('/', 'x', []);
      assert.equal(box.confirm(), 'send');
    });

    it('waits for the pending answer, and then takes or sends once', () => {
      type('/f');
      assert.equal(box.confirm(), 'wait');
      assert.equal(box.takeConfirmed(), undefined);
      box.receive('/', 'f', FIX);
      assert.equal(box.takeConfirmed(), 'take');
      assert.equal(box.takeConfirmed(), undefined);
      type('/fix');
      assert.equal(box.confirm(), 'wait');
      box.receive('/', 'fix', FIX);
      assert.equal(box.takeConfirmed(), 'send');
    });

    it('forgets the Enter when the user types on or leaves', () => {
      type('/f');
      box.confirm();
      type('/fi');
      box.receive('/', 'fi', FIX);
      assert.equal(box.takeConfirmed(), undefined);
      type('/f');
      box.confirm();
      box.close();
      assert.equal(box.takeConfirmed(), undefined);
    });
  });
});
