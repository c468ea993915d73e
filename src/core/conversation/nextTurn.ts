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

/** A question from a command or the composer. */
export interface NewQuestion {
  readonly feature: Feature;
  readonly question: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Maximum number of earlier questions to send; default: the setting. */
  readonly mostEarlier?: number;
}

/** Settings of a session, read again for each question, by feature. */
export interface SessionSettings extends RequestSettings {
  readonly model: string;
}

interface NextTurnOptions {
  readonly clock: Clock;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly settings: (feature: Feature) => SessionSettings;
}

/** Creates new turns of a conversation, without an answer, and the requests for them. */
export class NextTurn {
  readonly #options: NextTurnOptions;

  constructor(options: NextTurnOptions) {
    this.#options = options;
  }

  /** @param parent id of the previous turn; empty for a first turn. */
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

  /** Returns a sibling with the same question, to be sent to the service again. */
  again(turn: Turn, tree: ConversationTree): Turn {
    return this.asked(turn, tree.parentOf(turn.id), turn.repeats ?? turn.id);
  }

  /** Returns the turn with its answer to be continued. */
  continued(turn: Turn): Turn {
    const { model, isModelLimit = false } = this.#newAnswer(turn.feature);
    return { ...turn, answer: continued(turn.answer, model, isModelLimit) };
  }

  /**
   * Returns the turn to retry: the same one if it has no content, or no new content of a continuation; otherwise a
   * sibling. A turn that another window is answering is left to it.
   */
  retried(turn: Turn, tree: ConversationTree): Turn {
    const { text, reasoning, bookings, failure } = turn.answer;
    const isEmpty = text === '' && reasoning === '' && failure?.kind !== 'elsewhere';
    if (isEmpty) return { ...turn, answer: { ...this.#newAnswer(turn.feature), bookings } };
    if (isStillToContinue(turn.answer)) return this.continued(turn);
    return this.asked(turn, tree.parentOf(turn.id), turn.repeats);
  }

  /** Returns which earlier questions would be sent, and which not. */
  earlier(turn: Turn, tree: ConversationTree): EarlierTurns {
    return earlierTurns(turn, turnsBefore(turn, tree), this.#options.settings(turn.feature));
  }

  /** Returns what would be sent. */
  plan(turn: Turn, tree: ConversationTree): PlannedRequest {
    return plannedRequest(turn, turnsBefore(turn, tree), this.#options.settings(turn.feature));
  }

  /** Throws `too-long` if the question certainly exceeds the model's context. */
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

  /** Returns an empty answer with the model currently configured for the feature. */
  #newAnswer(feature: Feature): Answer {
    const { model, maxOutputTokens, modelOutputTokens = maxOutputTokens } = this.#options.settings(feature);
    return { ...newAnswer(model), ...(modelOutputTokens < maxOutputTokens && { isModelLimit: true }) };
  }
}

/** Also works for a turn that is not in the tree yet. */
function turnsBefore({ id, parent = '' }: Turn, tree: ConversationTree): readonly Turn[] {
  return tree.pathTo(tree.get(id) ? tree.parentOf(id) : parent);
}
