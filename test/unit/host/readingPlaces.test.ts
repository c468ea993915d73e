import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { ReadingPlaces, parsePlace } from '../../../src/host/chat/readingPlaces.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const PLACE = { turnId: 't', offsetPx: 12 };

/** Returns reading positions over a memory that counts its writes. */
function stage(kept?: unknown) {
  const memory = { kept, writes: 0 };
  const clock = new VirtualClock();
  const begin = (): ReadingPlaces =>
    new ReadingPlaces(
      {
        get: () => memory.kept,
        update: (_, value) => {
          memory.kept = structuredClone(value);
          memory.writes++;
          return Promise.resolve();
        },
      },
      clock,
      silentLogger,
    );
  return { memory, clock, begin, places: begin() };
}

describe('The reading positions of conversations', () => {
  it('are restored by the next process', async () => {
    const { places, clock, begin } = stage();
    places.keep('c', PLACE);
    places.keep('d', { turnId: 'u', offsetPx: 0 });
    await clock.advance(1_000);
    assert.deepEqual(begin().find('c'), PLACE);
    assert.equal(begin().find('e'), undefined);
  });

  it('are reported only by pages of this process, until a page is sent elsewhere', () => {
    const { places } = stage([['c', PLACE]]);
    assert.equal(places.isTold('c'), false);
    places.keep('c', { turnId: 't', offsetPx: 3 });
    assert.equal(places.isTold('c'), true);
    places.send('c', PLACE);
    assert.equal(places.isTold('c'), false);
    assert.deepEqual(places.find('c'), PLACE);
  });

  it('are written once for much scrolling', async () => {
    const { places, memory, clock } = stage();
    for (let offsetPx = 0; offsetPx < 100; offsetPx++) places.keep('c', { turnId: 't', offsetPx });
    await clock.advance(5_000);
    assert.equal(memory.writes, 1);
    assert.deepEqual(places.find('c')?.offsetPx, 99);
  });

  it('are forgotten for a conversation left at its end', async () => {
    const { places, clock, begin } = stage();
    places.keep('c', PLACE);
    places.keep('c', undefined);
    await clock.advance(1_000);
    assert.equal(places.find('c'), undefined);
    assert.equal(begin().find('c'), undefined);
  });

  it('are not written while a conversation is read only at its end', async () => {
    const { places, memory, clock } = stage();
    places.keep('c', undefined);
    await clock.advance(5_000);
    assert.equal(memory.writes, 0);
  });

  it('are kept for the fifty conversations that were read last', () => {
    const { places } = stage();
    for (let id = 0; id < 51; id++) {
      places.keep(`c${id}`, PLACE);
      if (id > 0) places.keep('c0', PLACE);
    }
    assert.deepEqual(places.find('c0'), PLACE);
    assert.equal(places.find('c1'), undefined);
    assert.deepEqual(places.find('c2'), PLACE);
  });

  it('skip invalid entries of another version', () => {
    const kept = ['c', ['d'], ['e', null], [7, PLACE], ['f', { turnId: 1, offsetPx: 1 }], ['g', PLACE]];
    const { places } = stage(kept);
    for (const id of ['c', 'd', 'e', 'f']) assert.equal(places.find(id), undefined);
    assert.deepEqual(places.find('g'), PLACE);
    assert.equal(stage('nonsense').places.find('g'), undefined);
  });
});

describe('A reported reading position', () => {
  it('has a turn and an offset', () => {
    assert.deepEqual(parsePlace('t', '12'), PLACE);
    assert.deepEqual(parsePlace('t', '-3.5'), { turnId: 't', offsetPx: -3.5 });
  });

  it('is the end without a turn, or with an invalid offset', () => {
    assert.equal(parsePlace('', '0'), undefined);
    for (const offset of ['NaN', 'x', 'Infinity', undefined]) assert.equal(parsePlace('t', offset), undefined);
  });
});
