import assert from 'node:assert/strict';
import { addDays, dayIn, isoDay } from '../../../../src/host/usage/calendarDays.ts';
import { chosenDays, daysOf } from '../../../../src/host/usage/usageRange.ts';

const TODAY = 20261126;

describe('The days of a range', () => {
  const ranges = [
    ['today', 20261126, 20261126],
    ['7days', 20261120, 20261126],
    ['30days', 20261028, 20261126],
    ['90days', 20260829, 20261126],
    ['month', 20261101, 20261126],
    ['lastMonth', 20261001, 20261031],
    ['year', 20251127, 20261126],
  ] as const;
  for (const [range, firstDay, lastDay] of ranges) {
    it(`are counted back from today: ${range}`, () => {
      assert.deepEqual(daysOf({ range }, TODAY), { firstDay, lastDay });
    });
  }

  it('are those of last December in January', () => {
    assert.deepEqual(daysOf({ range: 'lastMonth' }, 20260107), { firstDay: 20251201, lastDay: 20251231 });
  });

  it('respect leap years', () => {
    assert.deepEqual(daysOf({ range: 'lastMonth' }, 20280331), { firstDay: 20280201, lastDay: 20280229 });
    assert.equal(addDays(20280228, 1), 20280229);
    assert.equal(addDays(20270228, 1), 20270301);
  });

  it('are fixed when they were chosen individually', () => {
    const choice = { range: 'custom', firstDay: 20260101, lastDay: 20260131 } as const;
    assert.deepEqual(daysOf(choice, TODAY), { firstDay: 20260101, lastDay: 20260131 });
  });
});

describe('Days that the user chose', () => {
  it('are accepted in either order', () => {
    const choice = { range: 'custom', firstDay: 20261101, lastDay: 20261105 };
    assert.deepEqual(chosenDays('2026-11-01', '2026-11-05', TODAY), choice);
    assert.deepEqual(chosenDays('2026-11-05', '2026-11-01', TODAY), choice);
  });

  it('end today at the latest', () => {
    assert.deepEqual(chosenDays('2026-11-20', '2027-01-01', TODAY), {
      range: 'custom',
      firstDay: 20261120,
      lastDay: TODAY,
    });
  });

  it('are refused when they do not exist, are in the future, or are too many', () => {
    assert.equal(chosenDays('2026-02-30', '2026-11-05', TODAY), undefined);
    assert.equal(chosenDays('', '2026-11-05', TODAY), undefined);
    assert.equal(chosenDays('2026-13-01', '2026-11-05', TODAY), undefined);
    assert.equal(chosenDays('2026-12-01', '2026-12-05', TODAY), undefined);
    assert.equal(chosenDays('0002-11-01', '2026-11-05', TODAY), undefined);
  });

  it('are formatted and parsed alike', () => {
    assert.equal(isoDay(20261105), '2026-11-05');
    assert.equal(dayIn('2026-11-05'), 20261105);
  });
});
