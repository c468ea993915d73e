import assert from 'node:assert/strict';
import { MessageBox } from '../../../../src/host/commit/messageBox.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const LONG = 'x'.repeat(50);

describe('the box of a commit message', () => {
  let clock: VirtualClock;
  const begin = (value: string): { input: { value: string }; box: MessageBox } => {
    const input = { value };
    return { input, box: new MessageBox(input, clock) };
  };

  beforeEach(() => (clock = new VirtualClock()));

  it('shows what comes, ten times a second at most, and the end at once', async () => {
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

  it('waits for the first words to be the message’s', () => {
    const { input, box } = begin('');
    box.show('Here is the');
    assert.equal(input.value, '');
    box.show('Add a\n');
    assert.equal(input.value, 'Add a\n');
  });

  it('belongs to the person from their first key on', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    input.value = `${LONG}1 mine`;
    await clock.advance(100);
    box.show(`${LONG}2`);
    assert.equal(box.write('end'), false);
    // Not even when their text happens to be ours again.
    input.value = `${LONG}1`;
    assert.equal(box.write('end'), false);
    box.restore();
    assert.equal(input.value, `${LONG}1`);
  });

  it('belongs to the person who empties it', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    input.value = '';
    await clock.advance(100);
    assert.equal(box.write(`${LONG}2`), false);
  });

  it('does not take its own words for the person’s when VS Code tells of them late', async () => {
    const { input, box } = begin('');
    box.show(`${LONG}1`);
    await clock.advance(100);
    box.show(`${LONG}2`);
    input.value = `${LONG}1`;
    assert.equal(box.write(`${LONG}3`), true);
  });

  it('gets back what stood there', () => {
    const { input, box } = begin('my words');
    box.show(`${LONG}1`);
    box.restore();
    assert.equal(input.value, 'my words');
    assert.equal(box.before, 'my words');
  });
});
