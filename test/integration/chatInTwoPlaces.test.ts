import assert from 'node:assert/strict';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import type { ChatView } from '../../src/protocol/chatView.ts';
import { reduce } from '../../src/webview/chat/reducer.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';
import { pagesOf } from './chatPlaces.ts';
import { everydayChat } from './everydayChat.ts';
import { FakeChatPage } from './fakeChatPage.ts';

const QUESTION: NewQuestion = { feature: 'chat', question: 'Why?', prompt: 'Why?', attachments: [] };

/** A chat whose answer comes in two parts, and ends when it is released. */
function stage() {
  const held: (() => void)[] = [];
  const hold = (): Promise<void> => new Promise<void>(resolve => held.push(resolve));
  // The first text changes the turn's state; later texts are posted on their own.
  const { backend } = scripted(text('an'), text('swer'), hold, DONE);
  const { session, history, clock } = begin(backend);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const chat = new ChatController({
    ...everydayChat(session, composer, clock),
    view: (picture, handlers) => pagesOf(picture, handlers, clock),
  });
  return { chat, session, clock, isHeld: () => held.length > 0, release: () => held.shift()?.() };
}

/** Returns the distinct texts that a page has shown of the newest answer, in order. */
function textsOf({ said }: FakeChatPage): readonly string[] {
  const views = said.map((_, index) => said.slice(0, index + 1).reduce<ChatView | undefined>(reduce, undefined));
  const texts = new Set(views.map(view => view?.turns.at(-1)?.answer.text ?? ''));
  return [...texts].filter(shown => shown !== '');
}

describe('The chat in two places', () => {
  it('shows the whole answer in both without repetition, whenever a page starts', async () => {
    const { chat, clock, isHeld, release } = stage();
    const first = new FakeChatPage();
    const second = new FakeChatPage();
    chat.view.resolveWebviewView(first.asView);
    first.begin();
    const asked = chat.ask(QUESTION);
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    // The second text is waiting for the next frame.
    await chat.view.deserializeWebviewPanel(second.asPanel);
    second.begin();
    await clock.advance(100);
    const shown = [['an', 'answer'], ['answer']];
    assert.deepEqual([textsOf(first), textsOf(second)], shown);
    release();
    await asked;
    assert.deepEqual([textsOf(first), textsOf(second)], shown);
    chat.dispose();
  });

  it('repeats no text when the shown conversation is opened at one of its turns', async () => {
    const { chat, session, clock, isHeld, release } = stage();
    const page = new FakeChatPage();
    chat.view.resolveWebviewView(page.asView);
    page.begin();
    const asked = chat.ask(QUESTION);
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    await chat.open(session.conversation.id, session.conversation.turns[0]?.id);
    await clock.advance(100);
    assert.deepEqual(textsOf(page), ['an', 'answer']);
    release();
    await asked;
    chat.dispose();
  });

  it('scrolls to the answer only where the question was asked', async () => {
    const { chat, isHeld, release } = stage();
    const [first, second] = [new FakeChatPage(), new FakeChatPage()];
    chat.view.resolveWebviewView(first.asView);
    await chat.view.deserializeWebviewPanel(second.asPanel);
    first.begin();
    second.begin();
    second.say({ type: 'ask', text: 'Why?' });
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    assert.ok(!first.heard().includes('showLatest'));
    assert.equal(second.heard().filter(type => type === 'showLatest').length, 1);
    release();
    chat.dispose();
  });
});
