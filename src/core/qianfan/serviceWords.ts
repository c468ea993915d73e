import type { FailureKind } from '../errors.ts';
import { redact } from '../redact.ts';
import { printable } from './printable.ts';

/** Refusals that are about the account, the key, the model or the load. Words of others may be about what was asked. */
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

/** What the words may share with the question by chance: so many characters in a row, and fewer where they say more. */
const SHARED_ASCII = 12;
const SHARED_OTHER = 4;

/**
 * What the log may hold of the service's own words about a refusal, for its support, and `undefined` where that is
 * nothing. Kept are only words about other things than content, on one line, without control characters and short. Words
 * that hold a secret or the form of one are dropped whole, because who repeats one may repeat it in any form. Runs of
 * characters that the question has as well become `…`.
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

/** Half a key is a secret too. */
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

/** How many characters from here on the question has as well; 0 where that can be chance. */
function sharedLength(line: string, at: number, question: readonly string[]): number {
  const least = /^[\x20-\x7e]*$/.test(line.slice(at, at + SHARED_OTHER)) ? SHARED_ASCII : SHARED_OTHER;
  let length = 0;
  for (const text of question) {
    // A short question is shared when all of it is.
    const whole = text.trim();
    if (whole.length > 1 && whole.length < least && line.startsWith(whole, at)) length = Math.max(length, whole.length);
    let shared = least;
    while (at + shared <= line.length && text.includes(line.slice(at, at + shared))) shared++;
    if (shared > least) length = Math.max(length, shared - 1);
  }
  return length;
}
