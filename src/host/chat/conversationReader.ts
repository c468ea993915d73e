import type { Conversation, Turn } from '../../core/conversation/conversation.ts';
import type { HostMessage } from '../../protocol/chat.ts';
import type { ChatView } from '../../protocol/chatView.ts';
import type { ReadingMessage } from '../../protocol/readingMessages.ts';
import type { TurnView } from '../../protocol/turnView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';
import { parsePlace, type ReadingPlaces } from './readingPlaces.ts';
import { firstTurns, latestTurns, turnsAfter, turnsAround, turnsBefore, type TurnsShown } from './turnsShown.ts';

/** Where a page is scrolled to, or was before it was reloaded. */
export type PagePlace = Omit<Extract<ReadingMessage, { type: 'readAt' }>, 'type'>;

/** A page's request for turns that it has not loaded. */
export type LoadMessage = Extract<ReadingMessage, { type: 'loadEarlier' | 'loadLater' | 'loadEnd' }>;

interface ConversationReaderOptions {
  readonly conversation: () => Conversation;
  readonly view: (turn: Turn) => TurnView;
  readonly places: ReadingPlaces;
}

/** Gives each page the part of the conversation that is read there. Only that part is turned into views. */
export class ConversationReader {
  readonly #options: ConversationReaderOptions;

  constructor(options: ConversationReaderOptions) {
    this.#options = options;
  }

  /** Returns the place that a page remembers, if it can be trusted. */
  trusted(page: PagePlace | undefined): PagePlace | undefined {
    return page && this.#options.places.isTold(page.conversationId) ? page : undefined;
  }

  /** Returns a page's initial turns: at the page's last place, else the conversation's, else at the end. */
  open(page?: PagePlace): Pick<ChatView, keyof TurnWindow | 'conversationId' | 'place'> {
    const { conversation, places } = this.#options;
    const { id, turns } = conversation();
    const isKnown = page?.conversationId === id;
    const place = isKnown ? parsePlace(page.turnId, page.offsetPx) : places.find(id);
    const around = place && turnsAround(turns, place.turnId);
    return {
      conversationId: id,
      place: (around && place) ?? null,
      ...this.#window(around ?? latestTurns(turns)),
    };
  }

  /** Returns more turns for a page; `undefined` when the page shows an outdated state. */
  load(message: LoadMessage): HostMessage | undefined {
    const { turns } = this.#options.conversation();
    switch (message.type) {
      case 'loadEarlier':
        return this.#more('earlier', message.turnId, turnsBefore(turns, message.turnId));
      case 'loadLater':
        return this.#more('later', message.turnId, turnsAfter(turns, message.turnId));
      case 'loadEnd':
        return message.end === 'first'
          ? this.#more('first', '', firstTurns(turns))
          : this.#more('latest', '', latestTurns(turns));
    }
  }

  readAt({ conversationId, turnId, offsetPx }: PagePlace): void {
    const { conversation, places } = this.#options;
    if (conversationId === conversation().id) places.keep(conversationId, parsePlace(turnId, offsetPx));
  }

  #more(
    side: Extract<HostMessage, { type: 'turns' }>['side'],
    nextTo: string,
    shown: TurnsShown<Turn> | undefined,
  ): HostMessage | undefined {
    return shown && { type: 'turns', side, nextTo, window: this.#window(shown) };
  }

  #window({ turns, earlier, later }: TurnsShown<Turn>): TurnWindow {
    const { conversation, view } = this.#options;
    const last = later === 0 ? undefined : conversation().turns.at(-1);
    return { turns: turns.map(view), earlier, later, last: last === undefined ? null : view(last) };
  }
}
