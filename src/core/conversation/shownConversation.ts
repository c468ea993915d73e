import { randomUUID } from 'node:crypto';
import { Emitter } from '../emitter.ts';
import type { Conversation, Turn } from './conversation.ts';
import { ConversationTree } from './conversationTree.ts';
import type { Delta } from './following.ts';
import type { KeptConversation } from './history.ts';

export type SessionChange =
  /** Another conversation is displayed. */
  | { readonly type: 'conversation' }
  /** Another branch is displayed. Its first `kept` turns are unchanged. */
  | { readonly type: 'branch'; readonly kept: number }
  /** A turn was added at the end, or changed other than by appended text. */
  | { readonly type: 'turn'; readonly turn: Turn }
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string };

/** The displayed conversation: one branch of its tree. */
export class ShownConversation {
  readonly #changes = new Emitter<SessionChange>();
  #tree = new ConversationTree();
  #branch: Conversation = { id: randomUUID(), turns: [] };

  readonly onDidChange = this.#changes.event;

  /** All turns of the conversation. */
  get tree(): ConversationTree {
    return this.#tree;
  }

  get branch(): Conversation {
    return this.#branch;
  }

  /** Id of the last displayed turn; empty if there is none. */
  get tip(): string {
    return this.#branch.turns.at(-1)?.id ?? '';
  }

  /**
   * Shows another conversation (default: a new one). Selects the branch that was displayed last, extended to its newest
   * leaf, because the process may have ended before the current one was stored.
   *
   * @param running current state of a turn in progress, whose branch takes precedence.
   */
  show(kept?: KeptConversation, running?: Turn): void {
    const { id = randomUUID(), turns = [], tip = '' } = kept ?? {};
    this.#tree = new ConversationTree(turns);
    if (running) this.#tree.put(running);
    const end = this.#tree.newestEnd(running?.id ?? this.#tree.get(tip)?.id);
    this.#branch = { id, turns: this.#tree.pathTo(end) };
    this.#changes.fire({ type: 'conversation' });
  }

  /** Shows the branch that ends with this turn. */
  showBranch(tip: string): void {
    const { id, turns: before } = this.#branch;
    const turns = this.#tree.pathTo(tip);
    const fork = turns.findIndex((turn, place) => turn.id !== before[place]?.id);
    this.#branch = { id, turns };
    this.#changes.fire({ type: 'branch', kept: fork < 0 ? turns.length : fork });
  }

  /** Adds or replaces a turn. A new turn's branch is displayed. */
  put(turn: Turn, delta?: Delta): void {
    const isNew = this.#tree.get(turn.id) === undefined;
    this.#tree.put(turn);
    if (isNew && this.#tree.parentOf(turn.id) !== this.tip) return this.showBranch(turn.id);
    const { id, turns } = this.#branch;
    const place = isNew ? turns.length : turns.findLastIndex(each => each.id === turn.id);
    if (place < 0) return;
    this.#branch = { id, turns: isNew ? [...turns, turn] : turns.with(place, turn) };
    this.#changes.fire(delta ? { type: 'delta', turnId: turn.id, ...delta } : { type: 'turn', turn });
  }
}
