import { redact } from '../core/redact.ts';
import { displayWidth } from './displayWidth.ts';

/** Where a program writes: a stream of Node's. */
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Columns of a terminal that does not say how wide it is. */
const COLUMNS = 80;

/**
 * Standard error, for whoever watches: lines, and on a terminal below them one that is drawn again and again. Nothing in it
 * looks like a key or commands a terminal: a line is drawn over by spaces alone.
 */
export class Output {
  readonly isTerminal: boolean;
  readonly #stream: Stream;
  readonly #secrets: readonly string[];
  #shownWidth = 0;

  /** @param secrets that are never written, whatever they look like. */
  constructor(stream: Stream, environment: NodeJS.ProcessEnv, secrets: readonly string[] = []) {
    this.#stream = stream;
    this.#secrets = secrets;
    this.isTerminal = stream.isTTY === true && environment['TERM'] !== 'dumb' && !environment['CI'];
  }

  /** What fits into one line; the last column makes some terminals begin a new one. */
  get columns(): number {
    return (this.#stream.columns || COLUMNS) - 1;
  }

  /** Writes a line of its own. */
  line(text: string): void {
    this.#clear();
    this.#stream.write(`${this.#clean(text)}\n`);
  }

  /** Draws the line at the bottom of a terminal. */
  draw(text: string): void {
    const clean = this.#clean(text);
    const width = displayWidth(clean);
    const rest = ' '.repeat(Math.max(0, this.#shownWidth - width));
    this.#stream.write(`\r${clean}${rest}`);
    this.#shownWidth = width;
  }

  #clear(): void {
    if (this.#shownWidth === 0) return;
    this.draw('');
    this.#stream.write('\r');
  }

  #clean(text: string): string {
    const known = this.#secrets.reduce((result, secret) => result.replaceAll(secret, '***'), text);
    return redact(known);
  }
}
