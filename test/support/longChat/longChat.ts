import type { CDPSession, Page } from 'playwright-core';
import type { Conversation, Turn } from '../../../src/core/conversation/conversation.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { ConversationReader, type LoadMessage } from '../../../src/host/chat/conversationReader.ts';
import { ReadingPlaces } from '../../../src/host/chat/readingPlaces.ts';
import type { HostMessage, PageMessage } from '../../../src/protocol/chat.ts';
import type { ChatView } from '../../../src/protocol/chatView.ts';
import type { TurnView } from '../../../src/protocol/turnView.ts';
import { VirtualClock } from '../virtualClock.ts';
import { page as emptyPage } from '../webviewPreview/samplePage.ts';

/** Memory use of the page at one point in time. */
export interface PageLoad {
  readonly turns: number;
  readonly nodes: number;
  readonly heapBytes: number;
}

/**
 * Resolves once a message is painted: it is received before the first frame and rendered in the second one at the
 * latest.
 */
const PAINTED = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))';

/** The built page with a long conversation, and a fake host that returns the turns it requests. */
export class LongChat {
  readonly page: Page;
  readonly reader: ConversationReader;
  readonly #devtools: CDPSession;
  /** Messages from the page, except typed text. */
  readonly heard: PageMessage[] = [];
  #waiting: (() => void) | undefined;

  private constructor(page: Page, devtools: CDPSession, conversation: Conversation) {
    this.page = page;
    this.#devtools = devtools;
    const memory = { get: () => undefined, update: () => Promise.resolve() };
    const places = new ReadingPlaces(memory, new VirtualClock(), silentLogger);
    this.reader = new ConversationReader({ conversation: () => conversation, view: turnAsView, places });
  }

  /** Loads the page from an address that serves an empty chat. */
  static async begin(page: Page, address: string, conversation: Conversation): Promise<LongChat> {
    const devtools = await page.context().newCDPSession(page);
    const chat = new LongChat(page, devtools, conversation);
    await page.exposeFunction('heard', (message: PageMessage) => chat.#hear(message));
    // Disables highlighting, because these tests do not cover the host's workers.
    await page.exposeFunction('runsOf', () => undefined);
    await page.goto(address);
    await page.locator('textarea').waitFor();
    await devtools.send('Performance.enable');
    return chat;
  }

  /** Returns the milliseconds from the snapshot message until the page is painted. */
  async open(place?: { readonly turnId: string; readonly offsetPx: string }): Promise<number> {
    const at = place && { conversationId: 'long', ...place };
    const view: ChatView = { ...emptyPage({}), ...this.reader.open(at) };
    const message: HostMessage = { type: 'snapshot', view, texts: {} };
    return this.page.evaluate<number>(`(async () => {
      const message = ${JSON.stringify(message)};
      const startedAt = performance.now();
      tell(message);
      while (document.querySelector('[data-turn]') === null) await ${PAINTED};
      return performance.now() - startedAt;
    })()`);
  }

  /** Replaces the turns from `turnId` on, as when the user switches to another branch. */
  async showBranch(turnId: string): Promise<void> {
    const shown = this.reader.open({ conversationId: 'long', turnId, offsetPx: '0' });
    const fork = shown.turns.findIndex(({ id }) => id === turnId);
    const turns = shown.turns.map((turn, index) => (index < fork ? turn : { ...turn, id: `other ${turn.id}` }));
    const place = { turnId: `other ${turnId}`, offsetPx: 0 };
    await this.tell({ type: 'snapshot', view: { ...emptyPage({}), ...shown, turns, place }, texts: {} });
  }

  async tell(message: HostMessage): Promise<void> {
    await this.page.evaluate(`tell(${JSON.stringify(message)}); ${PAINTED}`);
  }

  /**
   * Runs a script that makes the page request turns, and waits until they are painted. Returns false if it made no
   * request within this time.
   */
  async loads(run: string, withinMs = 60_000): Promise<boolean> {
    const loaded = new Promise<boolean>(resolve => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.#waiting = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    await this.page.evaluate(run);
    const hasLoaded = await loaded;
    await this.page.evaluate(PAINTED);
    return hasLoaded;
  }

  async load(): Promise<PageLoad> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const metric = (name: string): number => metrics.find(each => each.name === name)?.value ?? Number.NaN;
    const turns = await this.page.evaluate<number>(`document.querySelectorAll('[data-turn]').length`);
    return { turns, nodes: metric('Nodes'), heapBytes: metric('JSHeapUsedSize') };
  }

  async #hear(message: PageMessage): Promise<void> {
    this.heard.push(message);
    if (!isLoad(message)) return;
    await this.tell(this.reader.load(message) ?? { type: 'ping' });
    this.#waiting?.();
    this.#waiting = undefined;
  }
}

function isLoad(message: PageMessage): message is LoadMessage {
  return message.type === 'loadEarlier' || message.type === 'loadLater' || message.type === 'loadEnd';
}

/** Converts a turn as the host does, without the texts that need VS Code. */
function turnAsView({ id, question, answer }: Turn): TurnView {
  return {
    id,
    question,
    attachments: [],
    answer: { state: answer.state, reasoning: answer.reasoning, text: answer.text },
  };
}
