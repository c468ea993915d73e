import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agedPriority, PRIORITY, type Priority } from '../../../src/core/priority.ts';
import { type Waiter, WaitingLine } from '../../../src/core/flow/waitingLine.ts';

const PRIORITIES = Object.values(PRIORITY);
const nobody = (): boolean => false;
const waiter = (priority: Priority, arrivedAtMs: number): Waiter => ({ priority, arrivedAtMs });

/** A reference model of `WaitingLine`, as simple as possible. */
class SortedArray {
  #waiters: Waiter[] = [];

  add(one: Waiter): void {
    const behind = this.#waiters.findIndex(other => other.arrivedAtMs > one.arrivedAtMs);
    this.#waiters.splice(behind === -1 ? this.#waiters.length : behind, 0, one);
  }

  remove(one: Waiter): void {
    this.#waiters = this.#waiters.filter(other => other !== one);
  }

  of(priority: Priority): Waiter[] {
    return this.#waiters.filter(one => one.priority === priority);
  }

  first(nowMs: number, isHeldUp: (priority: Priority) => boolean): Waiter | undefined {
    const order = (one: Waiter): number[] => [
      agedPriority(one.priority, nowMs - one.arrivedAtMs),
      one.arrivedAtMs,
      one.priority,
    ];
    return this.#waiters
      .filter(({ priority }) => !isHeldUp(priority))
      .toSorted((one, other) => compare(order(one), order(other)))[0];
  }
}

/** Compares lexicographically. */
function compare(one: number[], other: number[]): number {
  return one.map((number, index) => number - (other[index] ?? 0)).find(difference => difference !== 0) ?? 0;
}

describe('WaitingLine', () => {
  let line: WaitingLine<Waiter>;

  beforeEach(() => {
    line = new WaitingLine();
  });

  it('orders by urgency, and then by arrival', () => {
    const batch = waiter(PRIORITY.batch, 1);
    const chats = [waiter(PRIORITY.chat, 5), waiter(PRIORITY.chat, 6)];
    const click = waiter(PRIORITY.editor, 4);
    for (const each of [batch, ...chats, click]) line.add(each);
    const order: (Waiter | undefined)[] = [];
    while (line.size > 0) {
      const first = line.first(10, nobody);
      order.push(first);
      if (first !== undefined) line.remove(first);
    }
    assert.deepEqual(order, [...chats, click, batch]);
    assert.equal(line.first(10, nobody), undefined);
  });

  it('restores the place of a waiter that is added again', () => {
    const waiters = Array.from({ length: 5 }, (_, index) => waiter(PRIORITY.batch, index));
    for (const each of waiters) line.add(each);
    for (const index of [3, 0, 2]) {
      const back = waiters[index] ?? assert.fail();
      line.remove(back);
      line.add(back);
    }
    assert.deepEqual([...line.of(PRIORITY.batch)], waiters);
  });

  it('skips priorities that are held up', () => {
    const chat = waiter(PRIORITY.chat, 2);
    const batch = waiter(PRIORITY.batch, 1);
    line.add(chat);
    line.add(batch);
    assert.equal(
      line.first(3, priority => priority === PRIORITY.chat),
      batch,
    );
    assert.equal(
      line.first(3, () => true),
      undefined,
    );
  });

  it('lets a waiter of two minutes go before anything but chat', () => {
    const batch = waiter(PRIORITY.batch, 0);
    line.add(batch);
    line.add(waiter(PRIORITY.editor, 100_000));
    assert.notEqual(line.first(119_999, nobody), batch);
    assert.equal(line.first(120_000, nobody), batch);
    const chat = waiter(PRIORITY.chat, 120_000);
    line.add(chat);
    assert.equal(line.first(120_000, nobody), chat);
  });

  it('allows waiters to be removed during iteration', () => {
    const waiters = [0, 1, 2].map(arrivedAtMs => waiter(PRIORITY.batch, arrivedAtMs));
    for (const each of waiters) line.add(each);
    const seen: Waiter[] = [];
    for (const each of line.of(PRIORITY.batch)) {
      line.remove(each);
      seen.push(each);
    }
    assert.deepEqual(seen, waiters);
    assert.equal(line.size, 0);
  });

  it('ignores the removal of an absent waiter', () => {
    const gone = waiter(PRIORITY.chat, 0);
    line.remove(gone);
    line.add(gone);
    line.remove(gone);
    line.remove(gone);
    assert.deepEqual([line.size, line.ahead(PRIORITY.batch), line.has(gone)], [0, 0, false]);
  });

  it('equals a sorted array after any additions and removals', () => {
    const come = fc.record({
      type: fc.constant('come' as const),
      priority: fc.constantFrom(...PRIORITIES),
      afterMs: fc.constantFrom(0, 0, 0, 20_000, 90_000),
    });
    const other = fc.record({ type: fc.constantFrom('leave' as const, 'comeBack' as const), which: fc.nat() });
    const heldUp = fc.subarray(PRIORITIES);
    fc.assert(
      fc.property(fc.array(fc.oneof(come, other), { maxLength: 60, size: 'max' }), heldUp, (steps, held) => {
        const tested = new WaitingLine<Waiter>();
        const model = new SortedArray();
        const there: Waiter[] = [];
        const gone: Waiter[] = [];
        let nowMs = 0;
        for (const step of steps) {
          if (step.type === 'come') nowMs += step.afterMs;
          const from = step.type === 'leave' ? there : gone;
          const one = step.type === 'come' ? waiter(step.priority, nowMs) : from[step.which % from.length];
          if (one === undefined) continue;
          if (step.type !== 'come') from.splice(from.indexOf(one), 1);
          for (const each of [tested, model]) each[step.type === 'leave' ? 'remove' : 'add'](one);
          (step.type === 'leave' ? gone : there).push(one);

          assert.equal(tested.has(one), step.type !== 'leave');
          assert.equal(tested.size, there.length);
          const isHeldUp = (priority: Priority): boolean => held.includes(priority);
          assert.equal(tested.first(nowMs, isHeldUp), model.first(nowMs, isHeldUp));
          assert.equal(tested.first(nowMs, nobody), model.first(nowMs, nobody));
          let ahead = 0;
          for (const priority of PRIORITIES) {
            assert.deepEqual([...tested.of(priority)], model.of(priority));
            ahead += model.of(priority).length;
            assert.equal(tested.ahead(priority), ahead);
          }
          const ordered = PRIORITIES.flatMap(priority => model.of(priority));
          for (const [place, each] of ordered.entries()) assert.equal(tested.before(each), place);
        }
      }),
      { numRuns: 300 },
    );
  });
});
