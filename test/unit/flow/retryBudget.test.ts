import assert from 'node:assert/strict';
import { RetryBudget } from '../../../src/core/flow/retryBudget.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('RetryBudget', () => {
  let clock: VirtualClock;
  let budget: RetryBudget;

  beforeEach(() => {
    clock = new VirtualClock();
    budget = new RetryBudget(clock);
  });

  const ask = (questions: number): void => {
    for (let question = 0; question < questions; question++) budget.asked();
  };

  /** Returns how many of these retries are granted. */
  const granted = (wanted: number): number =>
    Array.from({ length: wanted }, () => budget.take()).filter(Boolean).length;

  it('grants a hundred questions in an outage ten retries, however many attempts each may have', () => {
    ask(100);
    assert.equal(granted(200), 10);
  });

  it('grants at most a tenth of the questions from thirty questions on', () => {
    for (let questions = 30; questions <= 300; questions++) {
      budget = new RetryBudget(clock);
      ask(questions);
      assert.equal(granted(questions), Math.floor(questions / 10), `${questions} questions`);
    }
  });

  it('grants as many when questions come one after the other, each with an immediate retry', () => {
    let retries = 0;
    for (let question = 0; question < 100; question++) {
      ask(1);
      retries += granted(2);
    }
    assert.equal(retries, 10);
  });

  it('grants three retries however few questions there are', () => {
    assert.equal(granted(10), 3);
    ask(1);
    assert.equal(granted(10), 0);
  });

  it('forgets questions and retries after a minute', async () => {
    ask(100);
    assert.equal(granted(20), 10);
    await clock.advance(59_999);
    assert.equal(granted(20), 0);
    await clock.advance(1);
    assert.equal(granted(20), 3);
  });

  it('counts everything within the last minute', async () => {
    for (let second = 0; second < 50; second++) {
      ask(2);
      await clock.advance(1_000);
    }
    assert.equal(granted(20), 10);
    await clock.advance(20_000);
    // The questions of the first eleven seconds are forgotten by now, but none of the retries.
    ask(22);
    assert.equal(granted(20), 0);
    ask(10);
    assert.equal(granted(20), 1);
  });
});
