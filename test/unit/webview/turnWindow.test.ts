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

/** Turns by their numbers, from one to before another. */
function turns(from: number, to: number): TurnView[] {
  return Array.from({ length: to - from }, (_, index) => turn(from + index));
}

/** What a page holds of a conversation of so many turns. */
function held(from: number, to: number, total: number): TurnWindow {
  return { turns: turns(from, to), earlier: from, later: total - to, last: to < total ? turn(total - 1) : null };
}

function more(side: More['side'], nextTo: number | string, window: TurnWindow): More {
  return { type: 'turns', side, nextTo: String(nextTo), window };
}

describe('the part of a conversation that a page holds', () => {
  it('grows at its beginning', () => {
    assert.deepEqual(withMore(held(70, 100, 100), more('earlier', 70, held(40, 70, 100))), held(40, 100, 100));
  });

  it('grows at its end, up to the newest turn', () => {
    assert.deepEqual(withMore(held(10, 40, 60), more('later', 39, held(40, 60, 60))), held(10, 60, 60));
  });

  it('gives back what is farthest from the eyes', () => {
    const before = held(100, 100 + MAX_HELD, 1_000);
    assert.deepEqual(withMore(before, more('earlier', 100, held(70, 100, 1_000))), held(70, 70 + MAX_HELD, 1_000));
    const after = withMore(before, more('later', 99 + MAX_HELD, held(100 + MAX_HELD, 130 + MAX_HELD, 1_000)));
    assert.deepEqual(after, held(130, 130 + MAX_HELD, 1_000));
  });

  it('still knows the newest turn when that is given back, and what comes of it', () => {
    const before = held(800, 1_000, 1_000);
    const away = withMore(before, more('earlier', 800, held(770, 800, 1_000)));
    assert.equal(away.last?.id, '999');
    assert.equal(newestOf(away)?.id, '999');
    const grown = withChanged(away, '999', ({ id }) => turn(id, 'more')) ?? assert.fail('it is not known');
    assert.equal(newestOf(grown)?.answer.text, 'more');
    assert.equal(grown.turns, away.turns);
  });

  it('passes over an answer to a question that it would not ask any more', () => {
    const now = held(40, 70, 100);
    assert.equal(withMore(now, more('earlier', 70, held(40, 70, 100))), now);
    assert.equal(withMore(now, more('later', 99, held(100, 100, 100))), now);
  });

  it('is another one where someone goes to an end', () => {
    assert.deepEqual(withMore(held(40, 70, 100), more('latest', '', held(70, 100, 100))), held(70, 100, 100));
    assert.deepEqual(withMore(held(70, 100, 100), more('first', '', held(0, 30, 100))), held(0, 30, 100));
  });

  it('takes a new turn in where it holds the end, and counts it where it does not', () => {
    assert.deepEqual(withTurn(held(0, 2, 2), turn(2), 3), held(0, 3, 3));
    assert.deepEqual(withTurn(held(0, 2, 9), turn(9), 10), held(0, 2, 10));
  });

  it('does not take a turn that it does not hold for a new one', () => {
    const now = held(40, 70, 100);
    assert.equal(withTurn(now, turn(3, 'fresher'), 100), now);
    assert.equal(
      withChanged(now, '3', ({ id }) => turn(id, 'fresher')),
      undefined,
    );
  });

  it('holds no more however many questions are asked at its end', () => {
    const full = held(0, MAX_HELD, MAX_HELD);
    assert.deepEqual(withTurn(full, turn(MAX_HELD), MAX_HELD + 1), held(0, MAX_HELD, MAX_HELD + 1));
  });

  it('is a true part of the conversation, and not too large, wherever people go and whatever is asked', () => {
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
