import assert from 'node:assert/strict';
import { NetworkWatch } from '../../../src/core/networkWatch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const LOOPBACK = { address: '127.0.0.1', internal: true };
const WIRED = { address: '192.0.2.7', internal: false };

function stage() {
  const clock = new VirtualClock();
  let interfaces: Record<string, { address: string; internal: boolean }[]> = { lo: [LOOPBACK] };
  let looks = 0;
  const watch = new NetworkWatch({
    clock,
    interfaces: () => {
      looks++;
      return interfaces;
    },
  });
  return { clock, watch, set: (next: typeof interfaces) => (interfaces = next), looks: () => looks };
}

describe('The network watch', () => {
  it('reports offline while no interface leads to another computer', () => {
    const { watch, set } = stage();
    assert.equal(watch.isOffline(), true);
    set({ lo: [LOOPBACK], eth0: [WIRED] });
    assert.equal(watch.isOffline(), false);
  });

  it('notifies when an interface came up or changed its address, but not when one went away', async () => {
    const { clock, watch, set } = stage();
    let heard = 0;
    watch.onUp(() => heard++);
    await clock.advance(2_000);
    assert.equal(heard, 0);
    set({ lo: [LOOPBACK], eth0: [WIRED] });
    await clock.advance(2_000);
    assert.equal(heard, 1);
    await clock.advance(10_000);
    assert.equal(heard, 1);
    set({ lo: [LOOPBACK] });
    await clock.advance(2_000);
    assert.equal(heard, 1);
    set({ lo: [LOOPBACK], eth0: [{ ...WIRED, address: '198.51.100.7' }] });
    await clock.advance(2_000);
    assert.equal(heard, 2);
  });

  it('polls only while it has listeners, and starts over with the current interfaces', async () => {
    const { clock, watch, set, looks } = stage();
    await clock.advance(60_000);
    assert.equal(looks(), 0);
    const stops = [watch.onUp(() => undefined), watch.onUp(() => undefined)];
    stops[0]?.();
    stops[0]?.();
    await clock.advance(2_000);
    assert.equal(looks(), 2);
    stops[1]?.();
    assert.equal(clock.pendingTimers, 0);
    set({ eth0: [WIRED] });
    let heard = 0;
    watch.onUp(() => heard++);
    await clock.advance(4_000);
    assert.equal(heard, 0);
  });
});
