import { redact } from '../core/redact.ts';
import { displayWidth } from './displayWidth.ts';

/** The part of a Node.js output stream that is used here. */
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Width of a terminal that does not report one. */
const COLUMNS = 80;

/**
 * A writer for standard error: lines and, on a terminal, a status line below them that is redrawn in place. Secrets and
 * control characters are removed from the text; the status line is erased with spaces only.
 */
export class Output {
  readonly isTerminal: boolean;
  readonly #stream: Stream;
  readonly #secrets: readonly string[];
  #shownWidth = 0;

  /** @param secrets values that are always masked. */
  constructor(stream: Stream, environment: NodeJS.ProcessEnv, secrets: readonly string[] = []) {
    this.#stream = stream;
    this.#secrets = secrets;
    this.isTerminal = stream.isTTY === true && environment['TERM'] !== 'dumb' && !environment['CI'];
  }

  /** Usable width of a line; some terminals wrap when the last column is used. */
  get columns(): number {
    return (this.#stream.columns || COLUMNS) - 1;
  }

  /** Writes a line. */
  line(text: string): void {
    this.#clear();
    this.#stream.write(`${this.#clean(text)}\n`);
  }

  /** Redraws the status line of a terminal. */
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
