import type { SuggestionTrigger, SuggestionView } from '../../../protocol/suggestionMessages.ts';
import { typedTrigger, type TypedTrigger } from './typedTrigger.ts';

/** What a `SuggestionBox` needs from outside. */
export interface SuggestionSurroundings {
  /** Asks the host what could be meant. */
  readonly ask: (trigger: SuggestionTrigger, query: string) => void;
  /** What is offered is another now. */
  readonly onChange: () => void;
}

/** What is offered for a typed sign. */
export interface OfferedSuggestions {
  readonly typed: TypedTrigger;
  /** For what was typed up to now or, while the host still looks, for a little less of it. */
  readonly items: readonly SuggestionView[];
  /** Place of the one that Enter takes. */
  readonly active: number;
}

/** What Enter means: to take the suggestion, to send the text, or to wait until it is known which. */
export type Confirmation = 'take' | 'send' | 'wait';

/** What is offered while a person types a sign, and which of it is chosen. */
export class SuggestionBox {
  readonly #surroundings: SuggestionSurroundings;
  #typed: TypedTrigger | undefined;
  /** `undefined` before the first answer, when nothing is shown yet. */
  #items: readonly SuggestionView[] | undefined;
  #isCurrent = false;
  #active = 0;
  /** Where the sign stands whose list was closed. It stays closed while the cursor is in that word. */
  #closedAt: number | undefined;
  #isConfirmed = false;

  constructor(surroundings: SuggestionSurroundings) {
    this.#surroundings = surroundings;
  }

  /** The cursor is in a word that may mean something else: keys are for the list, though it may not be there yet. */
  get isOpen(): boolean {
    return this.#typed !== undefined && !this.#isPath;
  }

  /** What is to be shown now, if anything. */
  get offered(): OfferedSuggestions | undefined {
    if (this.#typed === undefined || this.#items === undefined || this.#isPath) return undefined;
    return { typed: this.#typed, items: this.#items, active: this.#active };
  }

  /** The text or the cursor in it is another. `cursor` is `undefined` where something is selected. */
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

  /** The host said what could be meant. An answer to an older question is passed over. */
  receive(trigger: SuggestionTrigger, query: string, items: readonly SuggestionView[]): void {
    if (this.#typed?.trigger !== trigger || this.#typed.query !== query || this.#isCurrent) return;
    this.#items = items;
    this.#isCurrent = true;
    this.#active = 0;
    this.#surroundings.onChange();
  }

  /** Goes to another suggestion; from the last one to the first. */
  move(steps: 1 | -1): void {
    const count = this.#items?.length ?? 0;
    if (count === 0) return;
    this.#active = (this.#active + steps + count) % count;
    this.#surroundings.onChange();
  }

  /** A person pressed Enter. Where the host still looks for what was typed, that counts when it has answered. */
  confirm(): Confirmation {
    if (this.#typed === undefined) return 'send';
    if (this.#isCurrent) return this.#meant();
    this.#isConfirmed = true;
    return 'wait';
  }

  /** What an Enter meant that had to wait; once. */
  takeConfirmed(): Confirmation | undefined {
    if (!this.#isConfirmed || !this.#isCurrent) return undefined;
    this.#isConfirmed = false;
    return this.#meant();
  }

  /** The person does not want a suggestion for this word. */
  close(): void {
    this.#closedAt = this.#typed?.start;
    this.#forget();
  }

  /** The person looks elsewhere, or the text was asked. */
  leave(): void {
    this.#closedAt = undefined;
    this.#forget();
  }

  /** `/usr/bin` is no name that is missing. */
  get #isPath(): boolean {
    return this.#items?.length === 0 && /[/／]/.test(this.#typed?.query ?? '');
  }

  #meant(): Confirmation {
    const item = this.#items?.[this.#active];
    if (item === undefined) return 'send';
    // A name that is there already would only get a blank after it.
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
