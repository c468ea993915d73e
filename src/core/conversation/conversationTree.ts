import type { Turn } from './conversation.ts';

/** What stands for the parent of a first question. */
const ROOT = '';

/**
 * All turns of a conversation as a tree: a question that was asked in another way, or once more, stands beside the first
 * one. Whatever the turns say of themselves, each is on a branch: where a parent is unknown or a circle would come of it,
 * the turn counts as a first one.
 */
export class ConversationTree {
  /** In the order asked. */
  readonly #turns: Map<string, Turn>;
  readonly #parents = new Map<string, string>();
  readonly #children = new Map<string, string[]>();
  #newest = ROOT;

  /** @param turns in the order they were asked. */
  constructor(turns: readonly Turn[] = []) {
    this.#turns = new Map(turns.map(turn => [turn.id, turn]));
    for (const turn of this.#turns.values()) this.#parents.set(turn.id, this.#findParent(turn));
    this.#cutCircles();
    for (const [id, parent] of this.#parents) this.#addChild(parent, id);
  }

  /** All turns in the order asked. */
  get turns(): readonly Turn[] {
    return [...this.#turns.values()];
  }

  get(id: string): Turn | undefined {
    return this.#turns.get(id);
  }

  /** Adds the turn, or replaces it where it is. */
  put(turn: Turn): void {
    const isNew = !this.#turns.has(turn.id);
    this.#turns.set(turn.id, turn);
    if (!isNew) return;
    const parent = this.#findParent(turn);
    this.#parents.set(turn.id, parent);
    this.#addChild(parent, turn.id);
  }

  /** What a turn beside this one names as its parent. */
  parentOf(id: string): string {
    return this.#parents.get(id) ?? ROOT;
  }

  /** The turns from the first one to this one; none for an id that is unknown or stands for no turn. */
  pathTo(id: string): readonly Turn[] {
    const path: Turn[] = [];
    for (let turn = this.#turns.get(id); turn !== undefined; turn = this.#turns.get(this.parentOf(turn.id))) {
      path.push(turn);
    }
    return path.reverse();
  }

  /** The turns that stand in one place, this one among them, in the order asked; none for an unknown id. */
  branchesOf(id: string): readonly Turn[] {
    return this.#turns.has(id) ? this.#childrenOf(this.parentOf(id)) : [];
  }

  /** The end of a branch that goes through this turn: the one that was asked last. Without an id, that of all. */
  newestEnd(id: string = ROOT): string {
    const ends = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const children = this.#children.get(next);
      if (children) open.push(...children);
      else ends.add(next);
    }
    // One end, as most branches have it, needs no search.
    if (ends.size === 1) return [...ends].join('');
    return this.turns.findLast(turn => ends.has(turn.id))?.id ?? id;
  }

  #childrenOf(parent: string): readonly Turn[] {
    return (this.#children.get(parent) ?? []).flatMap(id => this.#turns.get(id) ?? []);
  }

  #addChild(parent: string, id: string): void {
    const children = this.#children.get(parent);
    if (children) children.push(id);
    else this.#children.set(parent, [id]);
  }

  /** Turns of older versions name no parent: each follows the one asked before it, but for those that ask one once more. */
  #findParent({ id, parent, repeats }: Turn): string {
    const before = this.#newest;
    this.#newest = id;
    if (parent !== undefined) return this.#turns.has(parent) ? parent : ROOT;
    return (repeats !== undefined ? this.#parents.get(repeats) : undefined) ?? before;
  }

  #cutCircles(): void {
    const safe = new Set([ROOT]);
    for (const id of this.#turns.keys()) {
      const way = new Set<string>();
      for (let at = id; !safe.has(at); at = this.parentOf(at)) {
        if (way.has(at)) this.#parents.set(at, ROOT);
        way.add(at);
      }
      for (const each of way) safe.add(each);
    }
  }
}
