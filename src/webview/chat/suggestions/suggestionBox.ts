import type { SuggestionTrigger, SuggestionView } from '../../../protocol/suggestionMessages.ts';
import { typedTrigger, type TypedTrigger } from './typedTrigger.ts';

/** Dependencies of a `SuggestionBox`. */
export interface SuggestionSurroundings {
  /** Requests suggestions from the host. */
  readonly ask: (trigger: SuggestionTrigger, query: string) => void;
  /** Called when the suggestions have changed. */
  readonly onChange: () => void;
}

/** Suggestions for a typed trigger. */
export interface OfferedSuggestions {
  readonly typed: TypedTrigger;
  /** For the current query or, until the host responds, for an earlier one. */
  readonly items: readonly SuggestionView[];
  /** Index of the suggestion that Enter takes. */
  readonly active: number;
}

/** What Enter does: take the suggestion, send the text, or wait for the host's response to decide. */
export type Confirmation = 'take' | 'send' | 'wait';

/** The suggestions for a trigger that is being typed, and the active one. */
export class SuggestionBox {
  readonly #surroundings: SuggestionSurroundings;
  #typed: TypedTrigger | undefined;
  /** `undefined` before the first response, when nothing is shown yet. */
  #items: readonly SuggestionView[] | undefined;
  #isCurrent = false;
  #active = 0;
  /** Offset of the trigger whose list was closed. It stays closed while the cursor is in that word. */
  #closedAt: number | undefined;
  #isConfirmed = false;

  constructor(surroundings: SuggestionSurroundings) {
    this.#surroundings = surroundings;
  }

  /** The cursor is in a word with a trigger: the list handles keys, even before it is shown. */
  get isOpen(): boolean {
    return this.#typed !== undefined && !this.#isPath;
  }

  /** The suggestions to show now, if any. */
  get offered(): OfferedSuggestions | undefined {
    if (this.#typed === undefined || this.#items === undefined || this.#isPath) return undefined;
    return { typed: this.#typed, items: this.#items, active: this.#active };
  }

  /** Called when the text or the cursor has changed. `cursor` is `undefined` for a selection. */
  look(text: string, cursor: number | undefined): void {
    const typed = cursor === undefined ? undefined : typedTrigger(text, cursor);
    if (typed === undefined || typed.start !== this.#closedAt) this.#closedAt = undefined;
    if (typed === undefined || this.#closedAt !== undefined) return this.#forget();
    const before = this.#typed;
    this.#typed = typed;
    if (before?.start !== typed.start || before.trigger !== typed.trigger) this.#items = undefined;
    else if (before.query === typed.query) return;
    this.#isCurrent = false;
    this.#isConfirmed = false;
    this.#surroundings.ask(typed.trigger, typed.query);
  }

  /** Accepts suggestions from the host; those for an older query are ignored. */
  receive(trigger: SuggestionTrigger, query: string, items: readonly SuggestionView[]): void {
    if (this.#typed?.trigger !== trigger || this.#typed.query !== query || this.#isCurrent) return;
    this.#items = items;
    this.#isCurrent = true;
    this.#active = 0;
    this.#surroundings.onChange();
  }

  /** Moves to the next or previous suggestion, wrapping around at the ends. */
  move(steps: 1 | -1): void {
    const count = this.#items?.length ?? 0;
    if (count === 0) return;
    this.#active = (this.#active + steps + count) % count;
    this.#surroundings.onChange();
  }

  /**
   * Called for Enter. If the current query's suggestions are still pending, `takeConfirmed` returns the result later.
   */
  confirm(): Confirmation {
    if (this.#typed === undefined) return 'send';
    if (this.#isCurrent) return this.#meant();
    this.#isConfirmed = true;
    return 'wait';
  }

  /** Returns the result of an Enter that had to wait; only once. */
  takeConfirmed(): Confirmation | undefined {
    if (!this.#isConfirmed || !this.#isCurrent) return undefined;
    this.#isConfirmed = false;
    return this.#meant();
  }

  /** Closes the list for this word. */
  close(): void {
    this.#closedAt = this.#typed?.start;
    this.#forget();
  }

  /** Called when the focus moves elsewhere or the text was asked. */
  leave(): void {
    this.#closedAt = undefined;
    this.#forget();
  }

  /** `/usr/bin` is a path, not the name of a missing prompt. */
  get #isPath(): boolean {
    return this.#items?.length === 0 && /[/／]/.test(this.#typed?.query ?? '');
  }

  #meant(): Confirmation {
    const item = this.#items?.[this.#active];
    if (item === undefined) return 'send';
    // Taking a complete name would only append a space.
    return this.#typed?.trigger === '/' && item.insert?.trim().slice(1) === this.#typed.query ? 'send' : 'take';
  }

  #forget(): void {
    if (this.#typed === undefined) return;
    this.#typed = undefined;
    this.#items = undefined;
    this.#isCurrent = false;
    this.#isConfirmed = false;
    this.#active = 0;
    this.#surroundings.onChange();
  }
}
