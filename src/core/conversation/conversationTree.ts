import type { Turn } from './conversation.ts';

/** Parent id of first turns. */
const ROOT = '';

/**
 * All turns of a conversation as a tree: a question that was edited or repeated is a sibling of the original. Every
 * turn is reachable, whatever the data says: a turn with an unknown parent, or one that would close a cycle, becomes a
 * first turn.
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

  /** Adds the turn, or replaces it. */
  put(turn: Turn): void {
    const isNew = !this.#turns.has(turn.id);
    this.#turns.set(turn.id, turn);
    if (!isNew) return;
    const parent = this.#findParent(turn);
    this.#parents.set(turn.id, parent);
    this.#addChild(parent, turn.id);
  }

  /** Returns the parent id for a sibling of this turn. */
  parentOf(id: string): string {
    return this.#parents.get(id) ?? ROOT;
  }

  /** Returns the turns from the first one to this one; empty for an unknown id or that of the root. */
  pathTo(id: string): readonly Turn[] {
    const path: Turn[] = [];
    for (let turn = this.#turns.get(id); turn !== undefined; turn = this.#turns.get(this.parentOf(turn.id))) {
      path.push(turn);
    }
    return path.reverse();
  }

  /** Returns this turn and its siblings, in the order asked; empty for an unknown id. */
  branchesOf(id: string): readonly Turn[] {
    return this.#turns.has(id) ? this.#childrenOf(this.parentOf(id)) : [];
  }

  /** Returns the leaf below this turn that was asked last; without an id, the last leaf of the tree. */
  newestEnd(id: string = ROOT): string {
    const ends = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const children = this.#children.get(next);
      if (children) open.push(...children);
      else ends.add(next);
    }
    // Skip the search if there is only one leaf, which is the usual case.
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

  /**
   * Turns of older versions have no parent: each follows the turn asked before it, but a repetition follows the parent
   * of the repeated turn.
   */
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
