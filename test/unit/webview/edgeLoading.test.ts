import assert from 'node:assert/strict';
import type { TurnWindow } from '../../../src/protocol/turnWindow.ts';
import { wantedAt } from '../../../src/webview/chat/edgeLoading.ts';

function held(count: number, earlier: number, later: number): TurnWindow {
  const turns = Array.from({ length: count }, (_, index) => ({
    id: `turn${index}`,
    question: '',
    attachments: [],
    answer: { state: 'finished', reasoning: '', text: '' } as const,
  }));
  return { turns, earlier, later, last: later > 0 ? (turns[0] ?? null) : null };
}

const at = (scrollTop: number, scrollHeight = 10_000, clientHeight = 500) => ({
  scrollTop,
  scrollHeight,
  clientHeight,
});

describe('The page’s request for more turns', () => {
  it('asks for earlier turns two views before their edge would be seen', () => {
    assert.deepEqual(wantedAt(held(30, 5, 0), at(999), false), { type: 'loadEarlier', turnId: 'turn0' });
    assert.equal(wantedAt(held(30, 5, 0), at(1_000), false), undefined);
    assert.equal(wantedAt(held(30, 0, 0), at(0), false), undefined);
  });

  it('asks for later turns two views before their edge would be seen', () => {
    assert.deepEqual(wantedAt(held(30, 0, 5), at(8_501), false), { type: 'loadLater', turnId: 'turn29' });
    assert.equal(wantedAt(held(30, 0, 5), at(8_500), false), undefined);
    assert.equal(wantedAt(held(30, 0, 0), at(9_500), false), undefined);
  });

  it('asks for the end when the user goes there', () => {
    assert.deepEqual(wantedAt(held(30, 5, 5), at(9_500), true), { type: 'loadEnd', end: 'latest' });
  });

  it('fills a view that is higher than the loaded turns', () => {
    assert.deepEqual(wantedAt(held(30, 5, 0), at(0, 500), true), { type: 'loadEarlier', turnId: 'turn0' });
  });

  it('does not alternate between both sides of a full page, which drops turns at its other side', () => {
    const full = held(200, 100, 100);
    for (const scrollTop of [0, 300, 500, 700, 1_000]) {
      const wanted = wantedAt(full, at(scrollTop, 3_000, 2_000), false);
      assert.equal(wanted?.type, { 0: 'loadEarlier', 1_000: 'loadLater' }[scrollTop]);
    }
  });
});
