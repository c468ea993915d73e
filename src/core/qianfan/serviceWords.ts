import type { FailureKind } from '../errors.ts';
import { redact } from '../redact.ts';
import { printable } from './printable.ts';

/**
 * Kinds of refusal that concern the account, the key, the model or the load. Messages of other kinds may quote the
 * question.
 */
const NOT_ABOUT_CONTENT: ReadonlySet<FailureKind> = new Set([
  'refused',
  'busy',
  'credentials',
  'model-permission',
  'model-gone',
  'quota',
  'overdue',
]);

const MAX_CHARACTERS = 200;

/**
 * Number of consecutive characters that a message may share with the question by chance; smaller for characters that
 * carry more information.
 */
const SHARED_ASCII = 12;
const SHARED_OTHER = 4;

/**
 * Returns what the log may contain of the service's message about a refusal, for its support; `undefined` if nothing.
 * Only messages that are not about content are kept, as one short line without control characters. A message that
 * contains a secret, or something that looks like one, is dropped entirely, because it may repeat the secret in another
 * form too. Sequences that also occur in the question are replaced with `…`.
 */
export function serviceWords(
  kind: FailureKind,
  words: string,
  { secrets, question = [] }: { readonly secrets: readonly string[]; readonly question?: readonly string[] },
): string | undefined {
  if (!NOT_ABOUT_CONTENT.has(kind)) return undefined;
  const line = printable(words, MAX_CHARACTERS);
  const isSecret = redact(line) !== line || secrets.some(secret => sharesRun(line, secret));
  return line === '' || isSecret ? undefined : withoutShared(line, question);
}

/** Part of a key is a secret too. */
function sharesRun(line: string, secret: string): boolean {
  const length = Math.min(8, secret.length);
  if (length === 0) return false;
  for (let at = 0; at + length <= secret.length; at++) if (line.includes(secret.slice(at, at + length))) return true;
  return false;
}

function withoutShared(line: string, question: readonly string[]): string {
  let kept = '';
  for (let at = 0; at < line.length;) {
    const length = sharedLength(line, at, question);
    kept += length === 0 ? line.charAt(at) : '…';
    at += Math.max(1, length);
  }
  return kept;
}

/** Returns how many characters from `at` also occur in the question; 0 if that may be chance. */
function sharedLength(line: string, at: number, question: readonly string[]): number {
  const least = /^[\x20-\x7e]*$/.test(line.slice(at, at + SHARED_OTHER)) ? SHARED_ASCII : SHARED_OTHER;
  let length = 0;
  for (const text of question) {
    // A short question counts as shared if the message contains all of it.
    const whole = text.trim();
    if (whole.length > 1 && whole.length < least && line.startsWith(whole, at)) length = Math.max(length, whole.length);
    let shared = least;
    while (at + shared <= line.length && text.includes(line.slice(at, at + shared))) shared++;
    if (shared > least) length = Math.max(length, shared - 1);
  }
  return length;
}
