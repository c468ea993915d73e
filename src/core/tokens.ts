import type { Tool } from './answerOptions.ts';
import type { ChatMessage } from './chat.ts';
import { sentQuestion } from './sentQuestion.ts';
import { hundredthsIn, type Script, type ScriptCounts, sumOfCounts, wholeTokens } from './scriptCounts.ts';

/** Role marks and separators that a chat template puts around each message. */
const TOKENS_PER_MESSAGE = 4;
/** The same at its most. */
const BYTES_PER_MESSAGE = 16;
/** What a template says once for all messages, and more than what known ones say of how tools are called. */
const TEMPLATE_BYTES = 64;
const TOOLS_TEMPLATE_BYTES = 1024;

/**
 * Counts the tokens of a text that arrives in pieces. However the text is cut, also inside a surrogate pair, the
 * result is that of the whole.
 *
 * No ERNIE tokenizer is published for JavaScript, so this is an estimate by kind of character: good for code and
 * for Chinese, never more than one token for each UTF-8 byte, and to be replaced by the service's `usage`.
 */
export class TokenCounter {
  readonly #hundredths: Record<Script, number> = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
  #run: CharacterClass = '';
  #runLength = 0;

  add(text: string): void {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      // The second half of a pair: the first one has been counted for both.
      if (code >= 0xdc00 && code <= 0xdfff) continue;
      const next = classOf(code);
      if (!continues(this.#run, next)) {
        this.#hundredths[SCRIPT_OF[this.#run]] += costOfRun(this.#run, this.#runLength);
        this.#runLength = 0;
      }
      this.#run = this.#run === 'newline' && next === 'blank' ? 'newline' : next;
      this.#runLength++;
    }
  }

  /** Whole tokens, rounded up. */
  get tokens(): number {
    return wholeTokens(this.counts);
  }

  /** The same by kind of text, before it is rounded. */
  get counts(): ScriptCounts {
    const script = SCRIPT_OF[this.#run];
    return { ...this.#hundredths, [script]: this.#hundredths[script] + costOfRun(this.#run, this.#runLength) };
  }
}

/** Estimated tokens of a text; see `TokenCounter`. */
export function estimateTokens(text: string): number {
  return wholeTokens(countsOf(text));
}

/** The same by kind of text. */
export function countsOf(text: string): ScriptCounts {
  const counter = new TokenCounter();
  counter.add(text);
  return counter.counts;
}

/** Estimated input tokens of a question and the tools it declares. */
export function estimateMessagesTokens(messages: readonly ChatMessage[], tools: readonly Tool[] = []): number {
  return wholeTokens(countMessages(messages, tools));
}

/**
 * The same by kind of text. What the chat template adds counts as marks, and so does what is rounded up.
 *
 * @param count counts one text; for whoever asks for the same ones again and again.
 */
export function countMessages(
  messages: readonly ChatMessage[],
  tools: readonly Tool[] = [],
  count: (text: string) => ScriptCounts = countsOf,
): ScriptCounts {
  return sumOfCounts(textsOf(messages, tools).map(text => inTemplate(count(text))));
}

function inTemplate(counts: ScriptCounts): ScriptCounts {
  const exact = hundredthsIn(counts);
  return { ...counts, mark: counts.mark + 100 * (Math.ceil(exact / 100) + TOKENS_PER_MESSAGE) - exact };
}

/**
 * More input tokens than the service can count for these messages and tools: a tokenizer that falls back to bytes never
 * makes more tokens than there are UTF-8 bytes, and the rest is room for the chat template. Counted is what is sent, which
 * may be more than what was asked. For reservations, not for show.
 */
export function inputBound(messages: readonly ChatMessage[], tools: readonly Tool[] = []): number {
  const template = tools.length === 0 ? TEMPLATE_BYTES : TEMPLATE_BYTES + TOOLS_TEMPLATE_BYTES;
  const sent = sentQuestion(messages, { tools });
  return template + Math.max(bytesOf(textsOf(messages, tools)), bytesOf(sentTextsOf(sent.messages, sent.tools)));
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + BYTES_PER_MESSAGE, 0);
}

/** As they are written at most: V2 wraps calls and tools into objects, V1 the results of tools. */
function sentTextsOf(messages: readonly ChatMessage[], tools: readonly Tool[]): string[] {
  return [
    ...messages.flatMap(message => {
      if (message.role === 'tool') return [JSON.stringify({ result: message.content }), message.toolCallId];
      return [message.content, ...(message.role === 'assistant' ? (message.toolCalls ?? []) : []).map(wrapped)];
    }),
    ...tools.map(wrapped),
  ];
}

function wrapped(called: object): string {
  return JSON.stringify({ type: 'function', function: called });
}

/** The texts of all messages, of the calls they make, and of the tools' declarations. */
function textsOf(messages: readonly ChatMessage[], tools: readonly Tool[]): string[] {
  const calls = messages.flatMap(message => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
  return [...messages.map(({ content }) => content), ...[...calls, ...tools].map(each => JSON.stringify(each))];
}

type CharacterClass =
  '' | 'han' | 'wide' | 'narrow' | 'pair' | 'digit' | 'upper' | 'lower' | 'mark' | 'blank' | 'newline';

const SCRIPT_OF: Readonly<Record<CharacterClass, Script>> = {
  '': 'other',
  han: 'han',
  wide: 'other',
  narrow: 'other',
  pair: 'other',
  digit: 'digit',
  upper: 'word',
  lower: 'word',
  mark: 'mark',
  blank: 'mark',
  newline: 'mark',
};

function classOf(code: number): CharacterClass {
  if (code < 0x80) return classOfAscii(code);
  // Han, its extension A, compatibility forms, and (as the first halves of pairs) the extensions from U+20000 on.
  if (code >= 0x3400 && code <= 0x9fff) return 'han';
  if ((code >= 0xf900 && code <= 0xfaff) || (code >= 0xd840 && code <= 0xd8bf)) return 'han';
  // Emoji and rare scripts are mostly spelled in bytes.
  if (code >= 0xd800 && code <= 0xdbff) return 'pair';
  // Kana, hangul, full-width punctuation, symbols.
  return code >= 0x800 ? 'wide' : 'narrow';
}

function classOfAscii(code: number): CharacterClass {
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  if (code >= 0x30 && code <= 0x39) return 'digit';
  if (code === 0x0a || code === 0x0d) return 'newline';
  return code === 0x20 || code === 0x09 ? 'blank' : 'mark';
}

/** Identifiers are cut where camelCase is, and a line break takes its indentation along. */
function continues(run: CharacterClass, next: CharacterClass): boolean {
  return run === next || (run === 'upper' && next === 'lower') || (run === 'newline' && next === 'blank');
}

/** Hundredths of a token, at most 100 for each UTF-8 byte of the run. */
function costOfRun(run: CharacterClass, length: number): number {
  switch (run) {
    case '':
      return 0;
    case 'han':
      // Baidu's own estimators count 0.625 for each.
      return 65 * length;
    case 'wide':
      return 90 * length;
    case 'narrow':
      return 50 * length;
    case 'pair':
      return 250 * length;
    case 'digit':
      return 100 * length;
    case 'upper':
    case 'lower':
      return 100 * Math.ceil(length / 8);
    case 'mark':
      return 100 * Math.ceil(length / 2);
    case 'blank':
      // One blank belongs to the word behind it.
      return length === 1 ? 0 : 100 * Math.ceil(length / 16);
    case 'newline':
      return 100 * Math.ceil(length / 16);
  }
}
