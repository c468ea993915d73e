import type { NewQuestion } from '../nextTurn.ts';
import { secretNote } from './maskSecrets.ts';
import { searchSecrets } from './questionSecrets.ts';

/** The secrets that were sent as notes, by the note: never to be shown, logged or stored. */
export type SecretNotes = ReadonlyMap<string, ReadonlySet<string>>;

/** Which secrets of a question were sent as notes. */
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
 * Code of an answer with the secrets again that its notes stand for. `undefined` where that cannot be told: a note stands
 * for several secrets, or for none. Nor does a secret come into a file that does not hold it.
 *
 * @param replaced what the code shall stand for: what looks like a note there is none.
 * @param file all of the text that the code comes into.
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
      // The note came with the line breaks of the secret, so that lines could be counted.
      return text + breaks.slice(lineBreaksIn(text).length);
    },
  );
  return isClear ? restored : undefined;
}

function lineBreaksIn(text: string): string {
  return text.replace(/[^\r\n]/g, '');
}
