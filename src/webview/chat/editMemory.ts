import { createContext } from 'preact';

/** Unfinished edits of questions, by turn. They survive when their turn leaves the page and when the page is closed. */
export class EditMemory {
  readonly #texts: Map<string, string>;
  readonly #onChange: () => void;

  /** @param kept state saved by an earlier page, perhaps of another version. */
  constructor(kept: unknown, onChange: () => void) {
    this.#texts = new Map(textsIn(kept));
    this.#onChange = onChange;
  }

  /** This part of the page's saved state. */
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

  /** Called when the edit was sent or cancelled. */
  forget(turnId: string): void {
    if (this.#texts.delete(turnId)) this.#onChange();
  }
}

/** Provides the edits to fields deep inside the conversation. */
export const EditMemoryContext = createContext(new EditMemory(undefined, () => undefined));

function textsIn(kept: unknown): [string, string][] {
  if (typeof kept !== 'object' || kept === null || !('edits' in kept)) return [];
  const { edits } = kept;
  if (typeof edits !== 'object' || edits === null) return [];
  return Object.entries(edits).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
