import { createContext } from 'preact';
import type { HostMessage } from '../../protocol/chat.ts';
import type { CodeRun } from '../../protocol/codeMessages.ts';
import type { Post } from './post.ts';

type Colours = readonly CodeRun[];

/** So many blocks keep their colours, for when they come into sight again. */
const MAX_KEPT = 300;

/** Asks the host for the colours of code, each block once. */
export class CodeColours {
  readonly #post: Post;
  /** By language and text. `null`: it stays plain. */
  readonly #known = new Map<string, Colours | null>();
  readonly #waiting = new Map<string, { readonly block: string; readonly tell: Set<(colours: Colours) => void> }>();
  /** What the host says is heard by every page of the chat. */
  readonly #page = crypto.randomUUID();
  #count = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** The colours of a block, as far as they are known. */
  known(language: string, text: string): Colours | undefined {
    return this.#known.get(blockOf(language, text)) ?? undefined;
  }

  /** Calls `tell` once there are colours. The result ends that. */
  ask(language: string, text: string, tell: (colours: Colours) => void): () => void {
    const block = blockOf(language, text);
    if (this.#known.has(block)) return () => undefined;
    const asked = [...this.#waiting.values()].find(each => each.block === block)?.tell ?? this.#askHost(language, text);
    asked.add(tell);
    return () => asked.delete(tell);
  }

  /** Takes what the host says; what does not fit the code is passed over. */
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

/** Gives `CodeColours` to blocks of code deep inside an answer. */
export const CodeColoursContext = createContext<CodeColours | undefined>(undefined);
