import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Feature } from '../../../src/core/feature.ts';
import { AnswerLengths } from '../../../src/core/spend/answerLengths.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const MAX = 4_096;
const FEATURES: readonly Feature[] = [
  'chat',
  'explain',
  'review',
  'fix',
  'refactor',
  'document',
  'test',
  'translate',
  'keyCheck',
];

function learned(lengths: readonly number[], feature: Feature = 'chat', model = 'm'): AnswerLengths {
  const all = new AnswerLengths();
  for (const length of lengths) all.learn(feature, model, length);
  return all;
}

describe('Expected answer lengths', () => {
  it('start from defaults, which are longer for tests than for chat', () => {
    const none = new AnswerLengths();
    for (const feature of FEATURES) {
      const { lowTokens, highTokens } = none.rangeOf(feature, 'm', MAX);
      assert.ok(lowTokens >= 1 && lowTokens < highTokens && highTokens < MAX, feature);
    }
    assert.ok(none.rangeOf('test', 'm', MAX).highTokens > none.rangeOf('chat', 'm', MAX).highTokens);
  });

  it('follow the user’s own answers from the fifth one on', () => {
    const usual = new AnswerLengths().rangeOf('chat', 'm', MAX);
    assert.deepEqual(learned([30, 30, 30, 30]).rangeOf('chat', 'm', MAX), usual);
    const own = learned([30, 30, 30, 30, 30]).rangeOf('chat', 'm', MAX);
    assert.ok(own.lowTokens <= 30 && own.highTokens >= 30 && own.highTokens < 40, JSON.stringify(own));
  });

  it('are learned separately for each command', () => {
    const lengths = learned([30, 30, 30, 30, 30]);
    assert.deepEqual(lengths.rangeOf('explain', 'm', MAX), new AnswerLengths().rangeOf('explain', 'm', MAX));
  });

  it('fall back to other models as long as this one has too few answers', () => {
    const lengths = learned([30, 30, 30, 30, 30]);
    lengths.learn('chat', 'new', 900);
    const few = lengths.rangeOf('chat', 'new', MAX);
    assert.ok(few.lowTokens <= 30 && few.highTokens >= 900, JSON.stringify(few));
    for (let time = 0; time < 4; time++) lengths.learn('chat', 'new', 900);
    assert.ok(lengths.rangeOf('chat', 'new', MAX).lowTokens > 700);
  });

  it('cover eight of ten answers, to within a fifth', () => {
    const lengths = Array.from({ length: 100 }, (_, index) => 10 * (index + 1));
    const { lowTokens, highTokens } = learned(lengths).rangeOf('chat', 'm', MAX);
    assert.ok(lowTokens <= 100 && lowTokens > 80, String(lowTokens));
    assert.ok(highTokens >= 900 && highTokens < 1_100, String(highTokens));
  });

  it('never exceed the allowed maximum, and the low end never exceeds the high end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70_000), { maxLength: 400 }), fc.integer({ min: 1, max: 65_536 }), (all, max) => {
        const { lowTokens, highTokens } = learned(all).rangeOf('chat', 'm', max);
        assert.ok(lowTokens >= 1 && lowTokens <= highTokens && highTokens <= max);
      }),
    );
  });

  it('adapt when answers become shorter, and forget old ones', () => {
    const lengths = learned(Array.from({ length: 190 }, () => 3_000));
    for (let time = 0; time < 600; time++) lengths.learn('chat', 'm', 100);
    assert.ok(lengths.rangeOf('chat', 'm', MAX).highTokens < 130);
  });

  it('ignore empty answers', () => {
    const usual = new AnswerLengths().rangeOf('chat', 'm', MAX);
    assert.deepEqual(learned([0, 0, 0, 0, 0, 0]).rangeOf('chat', 'm', MAX), usual);
  });

  describe('stored in the ledger', () => {
    let windows: LedgerWindows;

    beforeEach(() => (windows = new LedgerWindows()));
    afterEach(() => windows.close());

    it('are restored as they were stored, each command and model separately', async () => {
      const file = await windows.make().file();
      const lengths = learned([30, 31, 32, 33, 700]);
      for (let time = 0; time < 6; time++) lengths.learn('explain', 'm', 1_000);
      await file.transaction(() => lengths.keep(file, 'chat', 'm'));
      await file.transaction(() => lengths.keep(file, 'chat', 'm'));
      const again = AnswerLengths.read(file);
      assert.deepEqual(again.rangeOf('chat', 'm', MAX), lengths.rangeOf('chat', 'm', MAX));
      assert.notDeepEqual(again.rangeOf('explain', 'm', MAX), lengths.rangeOf('explain', 'm', MAX));
    });

    it('lose the rows whose counts were halved to zero', async () => {
      const file = await windows.make().file();
      const lengths = learned([5, ...Array.from({ length: 198 }, () => 100)]);
      await file.transaction(() => lengths.keep(file, 'chat', 'm'));
      lengths.learn('chat', 'm', 100);
      await file.transaction(() => lengths.keep(file, 'chat', 'm'));
      const rows = file.statement('SELECT n FROM answer_length').all();
      assert.deepEqual(
        rows.map(({ n }) => n),
        [99],
      );
    });
  });
});
