import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HostMessage } from '../../../src/protocol/chat.ts';
import type { TurnView } from '../../../src/protocol/turnView.ts';
import type { TurnWindow } from '../../../src/protocol/turnWindow.ts';
import {
  turnsAfter,
  turnsBefore,
  firstTurns,
  latestTurns,
  type TurnsShown,
} from '../../../src/host/chat/turnsShown.ts';
import { MAX_HELD, newestOf, totalOf, withChanged, withMore, withTurn } from '../../../src/webview/chat/turnWindow.ts';

type More = Extract<HostMessage, { type: 'turns' }>;

function turn(id: number | string, text = ''): TurnView {
  return {
    id: String(id),
    question: `Question ${id}`,
    attachments: [],
    answer: { state: 'finished', reasoning: '', text },
  };
}

/** Returns the turns from one number up to, but not including, another. */
function turns(from: number, to: number): TurnView[] {
  return Array.from({ length: to - from }, (_, index) => turn(from + index));
}

/** Returns the window of these turns in a conversation of `total` turns. */
function held(from: number, to: number, total: number): TurnWindow {
  return { turns: turns(from, to), earlier: from, later: total - to, last: to < total ? turn(total - 1) : null };
}

function more(side: More['side'], nextTo: number | string, window: TurnWindow): More {
  return { type: 'turns', side, nextTo: String(nextTo), window };
}

describe('The loaded window of a conversation', () => {
  it('grows at its beginning', () => {
    assert.deepEqual(withMore(held(70, 100, 100), more('earlier', 70, held(40, 70, 100))), held(40, 100, 100));
  });

  it('grows at its end, up to the newest turn', () => {
    assert.deepEqual(withMore(held(10, 40, 60), more('later', 39, held(40, 60, 60))), held(10, 60, 60));
  });

  it('drops the turns farthest from the view', () => {
    const before = held(100, 100 + MAX_HELD, 1_000);
    assert.deepEqual(withMore(before, more('earlier', 100, held(70, 100, 1_000))), held(70, 70 + MAX_HELD, 1_000));
    const after = withMore(before, more('later', 99 + MAX_HELD, held(100 + MAX_HELD, 130 + MAX_HELD, 1_000)));
    assert.deepEqual(after, held(130, 130 + MAX_HELD, 1_000));
  });

  it('still knows and updates the newest turn after dropping it', () => {
    const before = held(800, 1_000, 1_000);
    const away = withMore(before, more('earlier', 800, held(770, 800, 1_000)));
    assert.equal(away.last?.id, '999');
    assert.equal(newestOf(away)?.id, '999');
    const grown = withChanged(away, '999', ({ id }) => turn(id, 'more')) ?? assert.fail('it is not known');
    assert.equal(newestOf(grown)?.answer.text, 'more');
    assert.equal(grown.turns, away.turns);
  });

  it('ignores an outdated answer', () => {
    const now = held(40, 70, 100);
    assert.equal(withMore(now, more('earlier', 70, held(40, 70, 100))), now);
    assert.equal(withMore(now, more('later', 99, held(100, 100, 100))), now);
  });

  it('is replaced when the user goes to an end', () => {
    assert.deepEqual(withMore(held(40, 70, 100), more('latest', '', held(70, 100, 100))), held(70, 100, 100));
    assert.deepEqual(withMore(held(70, 100, 100), more('first', '', held(0, 30, 100))), held(0, 30, 100));
  });

  it('appends a new turn at the end of the conversation, and otherwise only counts it', () => {
    assert.deepEqual(withTurn(held(0, 2, 2), turn(2), 3), held(0, 3, 3));
    assert.deepEqual(withTurn(held(0, 2, 9), turn(9), 10), held(0, 2, 10));
  });

  it('does not mistake a turn outside the window for a new one', () => {
    const now = held(40, 70, 100);
    assert.equal(withTurn(now, turn(3, 'fresher'), 100), now);
    assert.equal(
      withChanged(now, '3', ({ id }) => turn(id, 'fresher')),
      undefined,
    );
  });

  it('does not grow beyond its limit, however many questions are asked', () => {
    const full = held(0, MAX_HELD, MAX_HELD);
    assert.deepEqual(withTurn(full, turn(MAX_HELD), MAX_HELD + 1), held(0, MAX_HELD, MAX_HELD + 1));
  });

  it('is always a correct part of the conversation within its limit, whatever is loaded and asked', () => {
    const steps = fc.array(fc.constantFrom('earlier', 'later', 'first', 'latest', 'ask'), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), steps, (begin, walk) => {
        let all = turns(0, begin);
        const shown = ({ turns, earlier, later }: TurnsShown<TurnView>): TurnWindow => ({
          turns,
          earlier,
          later,
          last: later > 0 ? (all.at(-1) ?? null) : null,
        });
        let now = shown(latestTurns(all));
        for (const step of walk) {
          const first = now.turns[0]?.id ?? '';
          const end = now.turns.at(-1)?.id ?? '';
          if (step === 'ask') {
            all = [...all, turn(all.length)];
            now = withTurn(now, turn(all.length - 1), all.length);
          } else if (step === 'earlier') {
            now = withMore(now, more(step, first, shown(turnsBefore(all, first) ?? assert.fail('it is gone'))));
          } else if (step === 'later') {
            now = withMore(now, more(step, end, shown(turnsAfter(all, end) ?? assert.fail('it is gone'))));
          } else now = withMore(now, more(step, '', shown((step === 'first' ? firstTurns : latestTurns)(all))));
          assert.equal(totalOf(now), all.length);
          assert.ok(now.turns.length <= MAX_HELD);
          assert.deepEqual(now.turns, all.slice(now.earlier, all.length - now.later));
          assert.equal(newestOf(now)?.id, all.at(-1)?.id);
        }
      }),
      { numRuns: 60 },
    );
  });
});
