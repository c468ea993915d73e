import assert from 'node:assert/strict';
import { growsElsewhere, newGrowthName } from '../../../src/core/conversation/store/growthName.ts';

describe('The name of the growth of a turn', () => {
  /** The name that the parent of this process would give. */
  const ofParent = (nowMs?: number): string => {
    const name = JSON.parse(newGrowthName(nowMs)) as Record<string, unknown>;
    return JSON.stringify({ ...name, pid: process.ppid });
  };

  it('is new each time', () => {
    assert.notEqual(newGrowthName(), newGrowthName());
  });

  it('says whether another process that runs writes the turn', () => {
    assert.equal(growsElsewhere(ofParent()), true);
    assert.equal(growsElsewhere(newGrowthName()), false);
  });

  it('says so for an hour, since a process id is used again', () => {
    assert.equal(growsElsewhere(ofParent(0), 3_599_999), true);
    assert.equal(growsElsewhere(ofParent(0), 3_600_000), false);
  });

  it('says nothing in the form of an earlier version', () => {
    for (const name of ['5b0c2a4e-0c0f-4ed0-9d56-0c1f6f0c8a11', '{}', 'null', '']) {
      assert.equal(growsElsewhere(name), false, name);
    }
  });
});
