import type { AttachmentKind } from '../conversation.ts';
import type { NewQuestion } from '../nextTurn.ts';
import { findSecrets, merged } from './findSecrets.ts';
import { maskSecrets } from './maskSecrets.ts';
import type { FoundSecret, SecretKind } from './secret.ts';

/** A secret in a question, with its location. */
export interface QuestionSecret {
  readonly kind: SecretKind;
  /** The secret itself: never display, log or store it. */
  readonly value: string;
  /** Path of the attachment, which may be empty; missing if the secret is not in an attachment. */
  readonly path?: string;
  /** Kind of the attachment; missing for selected code. */
  readonly attached?: AttachmentKind;
  /** Line in the file or in the typed question, from 1; missing for a generated prompt that is not displayed. */
  readonly line?: number;
}

/** Shorter values could be part of any other word. */
const MIN_REPEATED_CHARACTERS = 8;

/**
 * Number of different values that are also searched for in all other texts; a text with more is a list of test data.
 */
const MAX_REPEATED_VALUES = 100;

/** Finds secrets in what would be sent for a question, those in the question itself first. */
export function secretsIn(question: NewQuestion): QuestionSecret[] {
  const [typed, prompt, ...attached] = searchSecrets(question);
  const own = typed ? placed(typed, 1) : [];
  const isQuoted = question.prompt.includes(question.question);
  const isOwn = ({ value }: QuestionSecret): boolean => isQuoted && own.some(each => each.value === value);
  return [
    ...own,
    // A command's prompt may quote the code, in the output of tools. What it quotes from the typed question is already
    // reported.
    ...(prompt ? placed(prompt).filter(each => !isOwn(each)) : []),
    ...question.attachments.flatMap(({ kind, path, startLine }, index) => {
      const searched = attached[index];
      const place = { path, ...(kind !== undefined && { attached: kind }) };
      return searched ? placed(searched, startLine).map(secret => ({ ...secret, ...place })) : [];
    }),
  ];
}

/** Returns the question with each of these secrets replaced with a note. */
export function withoutSecrets(question: NewQuestion, values: ReadonlySet<string>): NewQuestion {
  const [typed = '', prompt = '', ...attached] = searchSecrets(question).map(({ text, found }) =>
    maskSecrets(
      text,
      found.filter(({ start, end }) => values.has(text.slice(start, end))),
    ),
  );
  return {
    ...question,
    question: typed,
    prompt,
    attachments: question.attachments.map((each, index) => ({ ...each, text: attached[index] ?? each.text })),
  };
}

/** A text with the secrets found in it. */
interface Searched {
  readonly text: string;
  readonly found: readonly FoundSecret[];
}

/**
 * Searches the question, its prompt and its attachments, in this order. A secret detected in one of them counts as one
 * in all of them.
 */
export function searchSecrets({ question, prompt, attachments }: NewQuestion): Searched[] {
  const own = [question, prompt, ...attachments.map(({ text }) => text)].map(text => ({
    text,
    found: findSecrets(text),
  }));
  const kinds = new Map<string, SecretKind>();
  for (const { text, found } of own) {
    for (const { kind, start, end } of found) {
      if (end - start >= MIN_REPEATED_CHARACTERS) kinds.set(text.slice(start, end), kind);
    }
  }
  const known = [...kinds].slice(0, MAX_REPEATED_VALUES);
  return own.map(({ text, found }) => ({
    text,
    found: merged([...found, ...known.flatMap(([value, kind]) => occurrences(text, value, kind))]),
  }));
}

function placed({ text, found }: Searched, firstLine?: number): QuestionSecret[] {
  const lineAt = lineCounter(text);
  return found.map(({ kind, start, end }) => ({
    kind,
    value: text.slice(start, end),
    ...(firstLine !== undefined && { line: firstLine + lineAt(start) }),
  }));
}

function occurrences(text: string, value: string, kind: SecretKind): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
    found.push({ kind, start, end: start + value.length });
  }
  return found;
}

/** Returns a function that counts the lines before a position; positions must be passed in ascending order. */
function lineCounter(text: string): (place: number) => number {
  let line = 0;
  let from = 0;
  return place => {
    for (let next = text.indexOf('\n', from); next >= 0 && next < place; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    return line;
  };
}
