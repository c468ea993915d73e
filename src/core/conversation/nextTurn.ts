import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '../chat.ts';
import type { Feature } from '../feature.ts';
import type { Clock } from '../clock.ts';
import { newAnswer } from './answer.ts';
import { continued, isStillToContinue } from './continuation.ts';
import type { Answer, Attachment, Turn } from './conversation.ts';
import type { ConversationTree } from './conversationTree.ts';
import { earlierTurns, plannedRequest, type PlannedRequest, type RequestSettings } from './plannedRequest.ts';
import { refuseTooLong } from './tooLong.ts';
import type { EarlierTurns } from './trimmedTurns.ts';

/** A question as a command or the composer asks it. */
export interface NewQuestion {
  readonly feature: Feature;
  readonly question: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** At most so many earlier questions go along; missing: as many as the settings say. */
  readonly mostEarlier?: number;
}

/** What a session reads anew for every question, for what that is asked for. */
export interface SessionSettings extends RequestSettings {
  readonly model: string;
}

interface NextTurnOptions {
  readonly clock: Clock;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly settings: (feature: Feature) => SessionSettings;
}

/** Makes the turns that questions become in a conversation, before they have an answer, and what is sent for them. */
export class NextTurn {
  readonly #options: NextTurnOptions;

  constructor(options: NextTurnOptions) {
    this.#options = options;
  }

  /** @param parent id of the turn before it, empty for a first one. */
  asked({ feature, question, prompt, attachments, mostEarlier }: NewQuestion, parent: string, repeats?: string): Turn {
    return {
      feature,
      question,
      prompt,
      attachments,
      id: randomUUID(),
      askedAtMs: this.#options.clock.now(),
      parent,
      ...(mostEarlier !== undefined && { mostEarlier }),
      ...(repeats !== undefined && { repeats }),
      answer: this.#newAnswer(feature),
    };
  }

  /** The same once more, beside it. */
  again(turn: Turn, tree: ConversationTree): Turn {
    return this.asked(turn, tree.parentOf(turn.id), turn.repeats ?? turn.id);
  }

  /** More of the same answer. */
  continued(turn: Turn): Turn {
    const { model, isModelLimit = false } = this.#newAnswer(turn.feature);
    return { ...turn, answer: continued(turn.answer, model, isModelLimit) };
  }

  /** In its place when nothing had come, or nothing more of an answer, else beside it. */
  retried(turn: Turn, tree: ConversationTree): Turn {
    const { text, reasoning, bookings } = turn.answer;
    if (text === '' && reasoning === '') return { ...turn, answer: { ...this.#newAnswer(turn.feature), bookings } };
    if (isStillToContinue(turn.answer)) return this.continued(turn);
    return this.asked(turn, tree.parentOf(turn.id), turn.repeats);
  }

  /** Which of the questions before it would be sent too, and which not. */
  earlier(turn: Turn, tree: ConversationTree): EarlierTurns {
    return earlierTurns(turn, turnsBefore(turn, tree), this.#options.settings(turn.feature));
  }

  /** What would be sent. */
  plan(turn: Turn, tree: ConversationTree): PlannedRequest {
    return plannedRequest(turn, turnsBefore(turn, tree), this.#options.settings(turn.feature));
  }

  /** Throws `too-long` for what need not be sent to find out. */
  request(turn: Turn, tree: ConversationTree): ChatRequest {
    const { workspace, settings } = this.#options;
    const planned = this.plan(turn, tree);
    refuseTooLong(planned.messages, settings(turn.feature).modelContextTokens);
    const isPart = turn.answer.continuedAt !== undefined;
    return {
      questionId: randomUUID(),
      workspace,
      consumer: 'ask-wenxin',
      cause: 'user',
      ...planned,
      ...(isPart ? { isPart } : turn.repeats !== undefined && { fresh: true }),
    };
  }

  /** Nothing yet, of the model that is set now for what is asked for. */
  #newAnswer(feature: Feature): Answer {
    const { model, maxOutputTokens, modelOutputTokens = maxOutputTokens } = this.#options.settings(feature);
    return { ...newAnswer(model), ...(modelOutputTokens < maxOutputTokens && { isModelLimit: true }) };
  }
}

/** Also of a turn that is not in the tree yet. */
function turnsBefore({ id, parent = '' }: Turn, tree: ConversationTree): readonly Turn[] {
  return tree.pathTo(tree.get(id) ? tree.parentOf(id) : parent);
}
