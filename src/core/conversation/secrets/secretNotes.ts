import type { NewQuestion } from '../nextTurn.ts';
import { secretNote } from './maskSecrets.ts';
import { searchSecrets } from './questionSecrets.ts';

/** The secrets that were replaced, by note: never display, log or store them. */
export type SecretNotes = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns which secrets of a question were replaced with notes. */
export function secretNotes(question: NewQuestion, sent: NewQuestion): SecretNotes {
  const notes = new Map<string, Set<string>>();
  const sentTexts = [sent.question, sent.prompt, ...sent.attachments.map(({ text }) => text)];
  for (const [index, { text, found }] of searchSecrets(question).entries()) {
    const sentText = sentTexts[index] ?? '';
    let from = 0;
    let at = 0;
    for (const { kind, start, end } of found) {
      at += start - from;
      from = end;
      const note = secretNote(kind);
      const secret = text.slice(start, end);
      const isMasked = sentText.startsWith(note, at);
      at += isMasked ? note.length + lineBreaksIn(secret).length : secret.length;
      if (isMasked) notes.set(note, (notes.get(note) ?? new Set()).add(secret));
    }
  }
  return notes;
}

/**
 * Restores the secrets in the code of an answer in place of their notes. `undefined` if that is ambiguous: a note
 * represents several secrets, or none. A secret is only inserted into a file that already contains it.
 *
 * @param replaced the code to be replaced; notes that occur in it are ordinary text.
 * @param file the whole text of the file.
 */
export function withSecrets(code: string, notes: SecretNotes, replaced: string, file: string): string | undefined {
  let isClear = true;
  const restored = code.replace(
    /(\[secret removed: [\w -]+\])(\n*)/g,
    (whole: string, note: string, breaks: string) => {
      const [secret, another] = notes.get(note) ?? [];
      const isText = replaced.includes(note);
      if (secret === undefined && isText) return whole;
      if (secret === undefined || another !== undefined || isText || !file.includes(secret)) isClear = false;
      const text = (secret ?? '').replace(/\r\n?/g, '\n');
      // The line breaks of the secret were kept after the note, to preserve line numbers.
      return text + breaks.slice(lineBreaksIn(text).length);
    },
  );
  return isClear ? restored : undefined;
}

function lineBreaksIn(text: string): string {
  return text.replace(/[^\r\n]/g, '');
}
