import { randomUUID } from 'node:crypto';
import { Emitter } from '../emitter.ts';
import type { Conversation, Turn } from './conversation.ts';
import { ConversationTree } from './conversationTree.ts';
import type { Delta } from './following.ts';
import type { KeptConversation } from './history.ts';

export type SessionChange =
  /** Another conversation is shown. */
  | { readonly type: 'conversation' }
  /** Another branch of the conversation is shown. The first `kept` turns are the same as before. */
  | { readonly type: 'branch'; readonly kept: number }
  /** A turn was added at the end, or changed otherwise than by more text. */
  | { readonly type: 'turn'; readonly turn: Turn }
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string };

/** The conversation that is shown: one branch of all that was asked in it. */
export class ShownConversation {
  readonly #changes = new Emitter<SessionChange>();
  #tree = new ConversationTree();
  #branch: Conversation = { id: randomUUID(), turns: [] };

  readonly onDidChange = this.#changes.event;

  /** All that was asked in it. */
  get tree(): ConversationTree {
    return this.#tree;
  }

  get branch(): Conversation {
    return this.#branch;
  }

  /** Id of the last turn that is shown; empty where there is none. */
  get tip(): string {
    return this.#branch.turns.at(-1)?.id ?? '';
  }

  /**
   * Shows another conversation, a new one where none is given: the branch that was shown last, to its newest end, because
   * the process may have ended before it could be kept which that is.
   *
   * @param running a turn of it as it is now, which is shown in any case.
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

  /** Takes a turn in: in its place, or at the end of its branch, which then is shown, when it is new. */
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
