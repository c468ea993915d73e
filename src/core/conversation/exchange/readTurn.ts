import type { Answer, Attachment, Turn } from '../conversation.ts';
import { readNote } from './hiddenNote.ts';

/** The data of a turn that the document does not display. Untrusted; validated together with the turn built from it. */
export interface TurnNote {
  /** The question is below its heading, as a block quote. */
  readonly isQuoted?: boolean;
  /** The fence that was appended to the answer to close its last code block. */
  readonly closing?: string;
  readonly attachments: readonly Omit<Attachment, 'text'>[];
  readonly turn: Omit<Turn, 'question' | 'prompt' | 'attachments' | 'answer'> & {
    readonly prompt?: string;
    readonly answer: Omit<Answer, 'text' | 'reasoning'>;
  };
  /** Exact texts, if Markdown cannot represent them. */
  readonly exact?: { readonly question: string; readonly attachments: readonly string[]; readonly answer: string };
}

/** Parses the next turn of a document and returns it with its end; `undefined` after the last one. */
export function readTurn(text: string, from: number): { turn: Turn; end: number } | 'broken' | undefined {
  const lines = new Lines(text, from);
  let heading = '';
  for (let line = lines.next(); ; line = lines.next()) {
    if (line === undefined) return undefined;
    if (line.startsWith('## ')) heading = line.slice(3);
    if (!line.startsWith('<!-- wenxin:turn ')) continue;
    const note = readNote('turn', line);
    if (!isNote(note)) return 'broken';
    const question = note.isQuoted === true ? lines.quotation() : heading;
    const codes = note.attachments.map(() => lines.fenced());
    const answer = lines.answer(note.closing);
    if (answer === undefined || codes.includes(undefined)) return 'broken';
    const { exact } = note;
    const asked = exact?.question ?? question;
    const turn: Turn = {
      ...note.turn,
      question: asked,
      prompt: note.turn.prompt ?? asked,
      attachments: note.attachments.map((attachment, place) => ({
        ...attachment,
        text: exact?.attachments[place] ?? codes[place] ?? '',
      })),
      answer: { ...note.turn.answer, reasoning: '', text: exact?.answer ?? answer },
    };
    return { turn, end: lines.at };
  }
}

/** The other fields are validated with the whole turn. */
function isNote(value: unknown): value is TurnNote {
  return (
    isObject(value) &&
    isObject(value['turn']) &&
    Array.isArray(value['attachments']) &&
    value['attachments'].every(isObject) &&
    (value['closing'] === undefined || typeof value['closing'] === 'string') &&
    (value['exact'] === undefined || (isObject(value['exact']) && Array.isArray(value['exact']['attachments'])))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A cursor over the lines of a text. */
class Lines {
  /** Start of the next line. */
  at: number;
  readonly #text: string;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  next(): string | undefined {
    if (this.at >= this.#text.length) return undefined;
    const line = this.#text.slice(this.at, this.#lineEnd());
    this.at = this.#lineEnd() + 1;
    return line;
  }

  /** Reads the block quote that follows after an empty line. */
  quotation(): string {
    const quoted: string[] = [];
    this.next();
    while (this.#text.startsWith('>', this.at)) quoted.push((this.next() ?? '').replace(/^> ?/, ''));
    return quoted.join('\n');
  }

  /** Reads the content of the next code block. */
  fenced(): string | undefined {
    for (let line = this.next(); line !== undefined; line = this.next()) {
      const [, fence] = /^(`{3,})[^`]*$/.exec(line) ?? [];
      if (fence === undefined) continue;
      const start = this.at;
      const end = this.#text.indexOf(`\n${fence}\n`, start - 1);
      if (end < 0) return undefined;
      this.at = end + fence.length + 2;
      return this.#text.slice(start, Math.max(start, end));
    }
    return undefined;
  }

  /** Reads the text between the answer's markers, without the appended closing fence. */
  answer(closing: string | undefined): string | undefined {
    for (let line = this.next(); line !== undefined; line = this.next()) {
      const [, number] = /^<!-- wenxin:answer (\d+) -->$/.exec(line) ?? [];
      if (number === undefined) continue;
      const start = this.at + 1;
      const mark = `\n\n<!-- /wenxin:answer ${number} -->`;
      const end = this.#text.indexOf(mark, start);
      if (end < 0) return undefined;
      this.at = end + mark.length;
      const content = this.#text.slice(start, end);
      return closing !== undefined && content.endsWith(`\n${closing}`)
        ? content.slice(0, -closing.length - 1)
        : content;
    }
    return undefined;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.at);
    return end < 0 ? this.#text.length : end;
  }
}
