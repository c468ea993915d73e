import assert from 'node:assert/strict';
import { MessageBox } from '../../../../src/host/commit/messageBox.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const LONG = 'x'.repeat(50);

describe('The commit message box', () => {
  let clock: VirtualClock;
  const begin = (value: string): { input: { value: string }; box: MessageBox } => {
    const input = { value };
    return { input, box: new MessageBox(input, clock) };
  };

  beforeEach(() => (clock = new VirtualClock()));

  it('shows updates at most ten times a second, and the end at once', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    box.show(`${LONG}2`);
    assert.equal(input.value, `${LONG}1`);
    await clock.advance(100);
    box.show(`${LONG}3`);
    assert.equal(input.value, `${LONG}3`);
    assert.equal(box.write(`${LONG}4`), true);
    assert.equal(input.value, `${LONG}4`);
  });

  it('stays empty until the text is clearly the message’s own', () => {
    const { input, box } = begin('');
    box.show('Here is the');
    assert.equal(input.value, '');
    box.show('Add a\n');
    assert.equal(input.value, 'Add a\n');
  });

  it('belongs to the user from their first edit', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    input.value = `${LONG}1 mine`;
    await clock.advance(100);
    box.show(`${LONG}2`);
    assert.equal(box.write('end'), false);
    // This holds even if the user's text happens to equal ours again.
    input.value = `${LONG}1`;
    assert.equal(box.write('end'), false);
    box.restore();
    assert.equal(input.value, `${LONG}1`);
  });

  it('belongs to the user who empties it', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    input.value = '';
    await clock.advance(100);
    assert.equal(box.write(`${LONG}2`), false);
  });

  it('does not take an earlier text of its own, reported late by VS Code, for the user’s', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    await clock.advance(100);
    box.show(`${LONG}2`);
    input.value = `${LONG}1`;
    assert.equal(box.write(`${LONG}3`), true);
  });

  it('restores its earlier text', () => {
    const { input, box } = begin('my words');
    box.show(`${LONG}1`);
    box.restore();
    assert.equal(input.value, 'my words');
    assert.equal(box.before, 'my words');
  });
});
