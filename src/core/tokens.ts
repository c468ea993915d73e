import type { Tool } from './answerOptions.ts';
import type { ChatMessage } from './chat.ts';
import { sentQuestion } from './sentQuestion.ts';
import { hundredthsIn, type Script, type ScriptCounts, sumOfCounts, wholeTokens } from './scriptCounts.ts';

/** Estimated overhead of the chat template per message: role marks and separators. */
const TOKENS_PER_MESSAGE = 4;
/** Upper bound of the same overhead, in bytes. */
const BYTES_PER_MESSAGE = 16;
/**
 * Upper bounds for the fixed part of a chat template, and for the instructions on tool calls; larger than in known
 * templates.
 */
const TEMPLATE_BYTES = 64;
const TOOLS_TEMPLATE_BYTES = 1024;

/**
 * Counts the tokens of a text that arrives in pieces. The result does not depend on where the text is split, even
 * within a surrogate pair.
 *
 * No ERNIE tokenizer is published for JavaScript, so this is an estimate by kind of character. It is accurate for code
 * and Chinese, never exceeds one token per UTF-8 byte, and is replaced by the service's `usage`.
 */
export class TokenCounter {
  readonly #hundredths: Record<Script, number> = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
  #run: CharacterClass = '';
  #runLength = 0;

  add(text: string): void {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      // A low surrogate is counted with its high surrogate.
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

  /** Returns whole tokens, rounded up. */
  get tokens(): number {
    return wholeTokens(this.counts);
  }

  /** Returns the unrounded counts by kind of text. */
  get counts(): ScriptCounts {
    const script = SCRIPT_OF[this.#run];
    return { ...this.#hundredths, [script]: this.#hundredths[script] + costOfRun(this.#run, this.#runLength) };
  }
}

/** Estimates the tokens of a text; see `TokenCounter`. */
export function estimateTokens(text: string): number {
  return wholeTokens(countsOf(text));
}

/** Estimates the tokens of a text by kind of text. */
export function countsOf(text: string): ScriptCounts {
  const counter = new TokenCounter();
  counter.add(text);
  return counter.counts;
}

/** Estimates the input tokens of messages and tool declarations. */
export function estimateMessagesTokens(messages: readonly ChatMessage[], tools: readonly Tool[] = []): number {
  return wholeTokens(countMessages(messages, tools));
}

/**
 * Estimates the same by kind of text. The overhead of the chat template and the amount rounded up per text count as
 * marks.
 *
 * @param count counts one text; callers that count the same texts repeatedly can pass a caching function.
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
 * Returns an upper bound of the input tokens that the service can count for these messages and tools. A tokenizer that
 * falls back to bytes never produces more tokens than UTF-8 bytes; the rest is room for the chat template. Covers the
 * form that is sent, which may be longer than the original. For reservations, not for display.
 */
export function inputBound(messages: readonly ChatMessage[], tools: readonly Tool[] = []): number {
  const template = tools.length === 0 ? TEMPLATE_BYTES : TEMPLATE_BYTES + TOOLS_TEMPLATE_BYTES;
  const sent = sentQuestion(messages, { tools });
  return template + Math.max(bytesOf(textsOf(messages, tools)), bytesOf(sentTextsOf(sent.messages, sent.tools)));
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + BYTES_PER_MESSAGE, 0);
}

/** Returns the texts in their longest wire form: V2 wraps calls and tools into objects, V1 the results of tools. */
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

/** Returns the texts of all messages, tool calls and tool declarations. */
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
  // Han, extension A, compatibility forms, and the high surrogates of the extensions from U+20000 on.
  if (code >= 0x3400 && code <= 0x9fff) return 'han';
  if ((code >= 0xf900 && code <= 0xfaff) || (code >= 0xd840 && code <= 0xd8bf)) return 'han';
  // Emoji and rare scripts are mostly encoded as bytes.
  if (code >= 0xd800 && code <= 0xdbff) return 'pair';
  // Kana, Hangul, full-width punctuation, symbols.
  return code >= 0x800 ? 'wide' : 'narrow';
}

function classOfAscii(code: number): CharacterClass {
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  if (code >= 0x30 && code <= 0x39) return 'digit';
  if (code === 0x0a || code === 0x0d) return 'newline';
  return code === 0x20 || code === 0x09 ? 'blank' : 'mark';
}

/** Identifiers are split at camelCase boundaries; a line break includes the indentation after it. */
function continues(run: CharacterClass, next: CharacterClass): boolean {
  return run === next || (run === 'upper' && next === 'lower') || (run === 'newline' && next === 'blank');
}

/** Returns hundredths of a token, at most 100 per UTF-8 byte of the run. */
function costOfRun(run: CharacterClass, length: number): number {
  switch (run) {
    case '':
      return 0;
    case 'han':
      // Baidu's own estimators assume 0.625 tokens per character.
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
      // A single space is part of the following word's token.
      return length === 1 ? 0 : 100 * Math.ceil(length / 16);
    case 'newline':
      return 100 * Math.ceil(length / 16);
  }
}
