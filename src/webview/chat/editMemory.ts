import { createContext } from 'preact';

/**
 * Questions that are being written anew, by their turns: they are not lost when their turn leaves the page for a while, nor
 * when the page does.
 */
export class EditMemory {
  readonly #texts: Map<string, string>;
  readonly #onChange: () => void;

  /** @param kept what an earlier page, perhaps of another version, has left. */
  constructor(kept: unknown, onChange: () => void) {
    this.#texts = new Map(textsIn(kept));
    this.#onChange = onChange;
  }

  /** What is to be kept, as a part of all that a page leaves. */
  get state(): { readonly edits: Readonly<Record<string, string>> } {
    return { edits: Object.fromEntries(this.#texts) };
  }

  textOf(turnId: string): string | undefined {
    return this.#texts.get(turnId);
  }

  keep(turnId: string, text: string): void {
    this.#texts.set(turnId, text);
    this.#onChange();
  }

  /** It is asked, or given up. */
  forget(turnId: string): void {
    if (this.#texts.delete(turnId)) this.#onChange();
  }
}

/** Gives it to fields deep inside the conversation. */
export const EditMemoryContext = createContext(new EditMemory(undefined, () => undefined));

function textsIn(kept: unknown): [string, string][] {
  if (typeof kept !== 'object' || kept === null || !('edits' in kept)) return [];
  const { edits } = kept;
  if (typeof edits !== 'object' || edits === null) return [];
  return Object.entries(edits).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
