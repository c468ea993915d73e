import { createContext } from 'preact';
import type { HostMessage } from '../../protocol/chat.ts';
import type { CodeRun } from '../../protocol/codeMessages.ts';
import type { Post } from './post.ts';

type Colours = readonly CodeRun[];

/** Number of blocks whose colours are kept for when they become visible again. */
const MAX_KEPT = 300;

/** Requests the colours of code from the host, once per block. */
export class CodeColours {
  readonly #post: Post;
  /** Keyed by language and text. `null`: no highlighting. */
  readonly #known = new Map<string, Colours | null>();
  readonly #waiting = new Map<string, { readonly block: string; readonly tell: Set<(colours: Colours) => void> }>();
  /** Prefix of this page's request keys: every page of the chat receives all of the host's responses. */
  readonly #page = crypto.randomUUID();
  #count = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** Returns the colours of a block, if they have been received. */
  known(language: string, text: string): Colours | undefined {
    return this.#known.get(blockOf(language, text)) ?? undefined;
  }

  /** Calls `tell` once the colours arrive. Returns a function that cancels it. */
  ask(language: string, text: string, tell: (colours: Colours) => void): () => void {
    const block = blockOf(language, text);
    if (this.#known.has(block)) return () => undefined;
    const asked = [...this.#waiting.values()].find(each => each.block === block)?.tell ?? this.#askHost(language, text);
    asked.add(tell);
    return () => asked.delete(tell);
  }

  /** Accepts colours from the host; responses to other pages' requests are ignored. */
  receive({ key, runs }: Extract<HostMessage, { type: 'highlighted' }>): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    this.#known.set(waiting.block, runs);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KEPT && oldest !== undefined) this.#known.delete(oldest);
    if (runs !== null) for (const tell of waiting.tell) tell(runs);
  }

  #askHost(language: string, text: string): Set<(colours: Colours) => void> {
    const key = `${this.#page} ${++this.#count}`;
    const tell = new Set<(colours: Colours) => void>();
    this.#waiting.set(key, { block: blockOf(language, text), tell });
    this.#post({ type: 'highlight', key, language, text });
    return tell;
  }
}

function blockOf(language: string, text: string): string {
  return `${language}\n${text}`;
}

/** Provides `CodeColours` to code blocks deep inside an answer. */
export const CodeColoursContext = createContext<CodeColours | undefined>(undefined);
