import assert from 'node:assert/strict';
import type { Conversation, Turn } from '../../../src/core/conversation/conversation.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { TurnView } from '../../../src/protocol/turnView.ts';
import { ConversationReader } from '../../../src/host/chat/conversationReader.ts';
import { ReadingPlaces } from '../../../src/host/chat/readingPlaces.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Returns a reader of a conversation with `count` turns, and the ids of the turns it made into views. */
function stage(count: number) {
  const conversation: Conversation = {
    id: 'c',
    turns: Array.from({ length: count }, (_, index) => ({ id: `t${index}` }) as Turn),
  };
  const viewed: string[] = [];
  const view = ({ id }: Turn): TurnView => {
    viewed.push(id);
    return { id, question: '', attachments: [], answer: { state: 'finished', reasoning: '', text: '' } };
  };
  const memory = { get: () => undefined, update: () => Promise.resolve() };
  const places = new ReadingPlaces(memory, new VirtualClock(), silentLogger);
  return { reader: new ConversationReader({ conversation: () => conversation, view, places }), places, viewed };
}

const ids = (turns: readonly TurnView[]): string => [turns[0]?.id, turns.at(-1)?.id].join('–');

describe('The first window of turns on a page', () => {
  it('is the end of the conversation, and only its turns are made into views', () => {
    const { reader, viewed } = stage(10_000);
    const { turns, earlier, later, last, place, conversationId } = reader.open();
    assert.deepEqual(
      [ids(turns), earlier, later, last, place, conversationId],
      ['t9970–t9999', 9_970, 0, null, null, 'c'],
    );
    assert.equal(viewed.length, 30);
  });

  it('is all of a short conversation', () => {
    const { turns, earlier, later } = stage(3).reader.open();
    assert.deepEqual([turns.length, earlier, later], [3, 0, 0]);
    assert.deepEqual(stage(0).reader.open().turns, []);
  });

  it('is around the stored reading position, with the newest turn', () => {
    const { reader, places } = stage(1_000);
    places.keep('c', { turnId: 't500', offsetPx: 7 });
    const { turns, earlier, later, last, place } = reader.open();
    assert.deepEqual([ids(turns), earlier, later, last?.id], ['t490–t519', 490, 480, 't999']);
    assert.deepEqual(place, { turnId: 't500', offsetPx: 7 });
  });

  it('is around the page’s own reading position, also at the end', () => {
    const { reader, places } = stage(1_000);
    places.keep('c', { turnId: 't500', offsetPx: 7 });
    const page = { conversationId: 'c', turnId: 't4', offsetPx: '3' };
    assert.deepEqual(reader.open(page).place, { turnId: 't4', offsetPx: 3 });
    assert.equal(ids(reader.open(page).turns), 't0–t29');
    assert.equal(reader.open({ ...page, turnId: '' }).place, null);
    assert.equal(reader.open({ ...page, turnId: '' }).later, 0);
  });

  it('ignores the position of a page that has not reported one to this process, which may have been killed', () => {
    const { reader } = stage(1_000);
    const page = { conversationId: 'c', turnId: 't4', offsetPx: '3' };
    assert.equal(reader.trusted(page), undefined);
    reader.readAt({ ...page, turnId: 't8' });
    assert.equal(reader.trusted(page), page);
    assert.equal(reader.trusted({ ...page, conversationId: 'd' }), undefined);
    assert.equal(reader.trusted(undefined), undefined);
  });

  it('is around the stored position for a page that showed another conversation', () => {
    const { reader, places } = stage(1_000);
    places.keep('c', { turnId: 't500', offsetPx: 7 });
    assert.equal(reader.open({ conversationId: 'd', turnId: 't4', offsetPx: '3' }).place?.turnId, 't500');
  });

  it('is the end when the stored turn no longer exists', () => {
    const { reader, places } = stage(100);
    places.keep('c', { turnId: 'gone', offsetPx: 7 });
    const { place, later } = reader.open();
    assert.deepEqual([place, later], [null, 0]);
  });
});

describe('A page’s request for more turns', () => {
  it('returns the turns before or after the named turn', () => {
    const { reader } = stage(100);
    const earlier = reader.load({ type: 'loadEarlier', turnId: 't70' });
    assert.ok(earlier?.type === 'turns');
    assert.deepEqual([earlier.side, earlier.nextTo, ids(earlier.window.turns)], ['earlier', 't70', 't58–t69']);
    assert.deepEqual([earlier.window.earlier, earlier.window.later], [58, 30]);
    const later = reader.load({ type: 'loadLater', turnId: 't89' });
    assert.ok(later?.type === 'turns');
    assert.deepEqual([ids(later.window.turns), later.window.later, later.window.last], ['t90–t99', 0, null]);
  });

  it('returns the start or the end of the conversation', () => {
    const { reader } = stage(100);
    const first = reader.load({ type: 'loadEnd', end: 'first' });
    const latest = reader.load({ type: 'loadEnd', end: 'latest' });
    assert.ok(first?.type === 'turns' && latest?.type === 'turns');
    assert.deepEqual([ids(first.window.turns), first.window.last?.id], ['t0–t29', 't99']);
    assert.deepEqual([ids(latest.window.turns), latest.window.last], ['t70–t99', null]);
  });

  it('returns nothing for an unknown turn, as the page is out of date', () => {
    const { reader } = stage(100);
    assert.equal(reader.load({ type: 'loadEarlier', turnId: 'gone' }), undefined);
    assert.equal(reader.load({ type: 'loadLater', turnId: 'gone' }), undefined);
  });
});

describe('The reading position of a page', () => {
  it('is stored only for the shown conversation', () => {
    const { reader, places } = stage(10);
    reader.readAt({ conversationId: 'c', turnId: 't1', offsetPx: '3' });
    reader.readAt({ conversationId: 'd', turnId: 't1', offsetPx: '3' });
    assert.deepEqual([places.find('c'), places.find('d')], [{ turnId: 't1', offsetPx: 3 }, undefined]);
    reader.readAt({ conversationId: 'c', turnId: '', offsetPx: '0' });
    assert.equal(places.find('c'), undefined);
  });
});
