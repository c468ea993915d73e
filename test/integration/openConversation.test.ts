import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import type { PageHandlers } from '../../src/host/chat/pageHandlers.ts';
import type { RecentView } from '../../src/protocol/chatView.ts';
import { exampleTurn } from '../support/exampleTurn.ts';
import { begin, scripted } from '../unit/conversation/sessionStage.ts';
import { noPlaces, pagesOf } from './chatPlaces.ts';
import { everydayChat } from './everydayChat.ts';
import { FakeChatPage } from './fakeChatPage.ts';

/** Creates a chat and a stored conversation with two branches: `one`, and `other`, which was asked later. */
async function stage() {
  const { session, history, clock } = begin(scripted().backend);
  await history.save('kept', { ...exampleTurn('one'), parent: '' });
  await history.save('kept', { ...exampleTurn('other', { askedAtMs: 2 }), parent: '' });
  const recent: RecentView[] = [];
  const places = noPlaces(clock);
  const pages: PageHandlers[] = [];
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const chat = new ChatController({
    ...everydayChat(session, composer, clock),
    surroundings: () => ({
      setup: { hasCredentials: true, host: 'example.com' },
      sendKey: 'enter',
      recent,
    }),
    places,
    view: (picture, page) => {
      pages.push(page);
      return pagesOf(picture, page, clock);
    },
  });
  const [page = assert.fail('there is no page')] = pages;
  return { chat, page, session, places, recent, shown: () => session.conversation.turns.map(({ id }) => id) };
}

describe('Opening a conversation', () => {
  it('shows the turn that was found, even on a branch that is not shown', async () => {
    const { chat, places, shown } = await stage();
    await chat.open('kept');
    assert.deepEqual([shown(), places.find('kept')], [['other'], undefined]);
    await chat.open('kept', 'one');
    assert.deepEqual([shown(), places.find('kept')], [['one'], { turnId: 'one', offsetPx: 0 }]);
    chat.dispose();
  });

  it('scrolls the page to the turn that was found, whatever position the page reports', async () => {
    const { chat } = await stage();
    const shown = new FakeChatPage();
    chat.view.resolveWebviewView(shown.asView);
    shown.begin();
    await chat.open('kept');
    const elsewhere = { conversationId: 'kept', turnId: 'other', offsetPx: '50' };
    shown.say({ type: 'readAt', ...elsewhere });
    const placeNow = (): unknown => {
      const last = shown.said.findLast(({ type }) => type === 'snapshot');
      return last?.type === 'snapshot' && last.view.place;
    };
    shown.heard();
    await chat.open('kept', 'other');
    assert.deepEqual(placeNow(), { turnId: 'other', offsetPx: 0 });
    assert.deepEqual(shown.heard(), ['snapshot', 'showPlace', 'focusComposer']);
    await chat.open('kept', 'one');
    assert.deepEqual(placeNow(), { turnId: 'one', offsetPx: 0 });
    shown.say({ type: 'ready', timeZone: 'Asia/Shanghai', ...elsewhere });
    assert.deepEqual(placeNow(), { turnId: 'one', offsetPx: 0 });
    chat.dispose();
  });

  it('changes nothing when the id is unknown', async () => {
    const { chat, session } = await stage();
    const { id } = session.conversation;
    await chat.open('unknown', 'one');
    assert.equal(session.conversation.id, id);
    chat.dispose();
  });

  it('accepts from the page only conversations that it was offered', async () => {
    const { chat, page, session, recent, shown } = await stage();
    const { id } = session.conversation;
    await page.openConversation({ type: 'openConversation', conversationId: 'kept' });
    assert.equal(session.conversation.id, id);
    recent.push({ id: 'kept', title: 'kept', changedAtMs: 1 });
    await page.openConversation({ type: 'openConversation', conversationId: 'kept' });
    assert.deepEqual(shown(), ['other']);
    chat.dispose();
  });
});
