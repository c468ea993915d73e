import assert from 'node:assert/strict';
import type { PageMessage } from '../../../src/protocol/chat.ts';
import type { CodeRun } from '../../../src/protocol/codeMessages.ts';
import { CodeColours } from '../../../src/webview/chat/codeColours.ts';

const RUNS: readonly CodeRun[] = [['keyword', 3]];

function stage() {
  const posted: PageMessage[] = [];
  const colours = new CodeColours(message => posted.push(message));
  /** Answers the last request as the host. */
  const receive = (runs: readonly CodeRun[] | null): void => {
    const asked = posted.at(-1);
    assert.ok(asked?.type === 'highlight');
    colours.receive({ type: 'highlighted', key: asked.key, runs });
  };
  return { posted, colours, receive };
}

describe('The colours of code on the page', () => {
  it('are requested from the host once for equal blocks', () => {
    const { posted, colours, receive } = stage();
    const heard: unknown[] = [];
    for (const name of ['a', 'b']) colours.ask('go', 'x', runs => heard.push([name, runs]));
    assert.equal(posted.length, 1);
    receive(RUNS);
    assert.deepEqual(heard, [
      ['a', RUNS],
      ['b', RUNS],
    ]);
    assert.equal(colours.known('go', 'x'), RUNS);
    colours.ask('go', 'x', () => assert.fail('it is known'));
    assert.equal(posted.length, 1);
  });

  it('are not requested again for code that stays plain', () => {
    const { posted, colours, receive } = stage();
    colours.ask('go', 'x', () => assert.fail('there are none'));
    receive(null);
    colours.ask('go', 'x', () => assert.fail('there are none'));
    assert.deepEqual([posted.length, colours.known('go', 'x')], [1, undefined]);
  });

  it('are not passed to a block that is gone', () => {
    const { colours, receive } = stage();
    const end = colours.ask('go', 'x', () => assert.fail('it is gone'));
    end();
    receive(RUNS);
    assert.equal(colours.known('go', 'x'), RUNS);
  });

  it('are ignored when another page requested them', () => {
    const { colours } = stage();
    const other = stage();
    for (const each of [colours, other.colours]) each.ask('go', 'x', () => undefined);
    const asked = other.posted[0];
    assert.ok(asked?.type === 'highlight');
    colours.receive({ type: 'highlighted', key: asked.key, runs: RUNS });
    assert.equal(colours.known('go', 'x'), undefined);
  });

  it('are kept for the newest blocks only', () => {
    const { colours, receive } = stage();
    for (let count = 1; count <= 302; count++) {
      colours.ask('go', String(count), () => undefined);
      receive(RUNS);
    }
    assert.deepEqual([colours.known('go', '2'), colours.known('go', '3')], [undefined, RUNS]);
  });
});
