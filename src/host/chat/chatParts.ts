import type { Session } from '../../core/conversation/session.ts';
import type { Clock } from '../../core/clock.ts';
import type { RecentView, SendKey, SetupView } from '../../protocol/chatView.ts';
import type { Expect } from '../spend/expectation.ts';
import type { Expand } from './asker.ts';
import type { ChatContext } from './chatContext.ts';
import type { ChatPicture } from './chatPage.ts';
import type { ChatPages } from './chatPages.ts';
import type { CodeTools } from './codeTools.ts';
import type { Composer } from './composer.ts';
import type { CostCheck } from './costCheck.ts';
import type { PageHandlers } from './pageHandlers.ts';
import type { ReadingPlaces } from './readingPlaces.ts';
import type { SuggestionSources } from './suggestionHandlers.ts';
import type { DecideSecrets } from './secretCheck.ts';
import type { PriceOf } from './answerNotice.ts';
import type { TurnPainter } from './turnView.ts';
import type { TurnButtons, TurnButtonsOptions } from './turnButtons.ts';

/** What the page shows besides the conversation. */
export interface ChatSurroundings {
  readonly setup: SetupView;
  readonly sendKey: SendKey;
  readonly recent: readonly RecentView[];
}

/** The parts of a chat. */
export interface ChatParts {
  readonly session: Session;
  readonly composer: Composer;
  readonly decideSecrets: DecideSecrets;
  readonly costCheck: CostCheck;
  readonly expect: Expect;
  readonly suggestions: SuggestionSources;
  readonly code: CodeTools;
  readonly context: ChatContext;
  /** Used as soon as a page shows a question. */
  readonly turnView: TurnPainter;
  /** Creates the handler of the buttons under a question, on first use. */
  readonly turnButtons: (options: TurnButtonsOptions) => TurnButtons;
  readonly expand: Expand;
  readonly clock: Clock;
  readonly surroundings: () => ChatSurroundings;
  /** Returns a warning about a model before it is used. */
  readonly modelProblem: (model: string) => string | null;
  readonly priceOf: PriceOf;
  /** Asks whether credentials may go to a host that they were not given for; true when they may now. */
  readonly allowHost: (host: string) => Promise<boolean>;
  /** Asks for the price of a model; true when there is one now. */
  readonly enterPrice: (model: string) => Promise<boolean>;
  readonly places: ReadingPlaces;
  readonly view: (picture: ChatPicture, handlers: PageHandlers) => ChatPages;
}
