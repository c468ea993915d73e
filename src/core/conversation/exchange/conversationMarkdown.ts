import * as v from 'valibot';
import type { Turn } from '../conversation.ts';
import { titleOf } from '../conversationTitle.ts';
import { conversationShape } from './conversationShape.ts';
import { EXPORT_VERSION, type ExportedConversation, type Parsed } from './exportedConversation.ts';
import { hiddenNote, readNote } from './hiddenNote.ts';
import { readTurn } from './readTurn.ts';
import { shownTurns } from './shownTurns.ts';
import type { MarkdownWords } from './turnLine.ts';
import { turnMarkdown } from './turnMarkdown.ts';

const headNote = v.looseObject({ version: v.number(), id: v.string() });

/**
 * Renders the displayed branch of a conversation as a readable document. `parseMarkdown` restores its questions,
 * attachments and answers, even after manual edits. Reasoning and the URIs of attached files are omitted.
 */
export function conversationMarkdown({ title, conversation }: ExportedConversation, words: MarkdownWords): string {
  const head = `# ${titleOf(title) || words.untitled}\n\n${hiddenNote('chat', { version: EXPORT_VERSION, id: conversation.id })}`;
  const turns = shownTurns(conversation).map(turn => turnMarkdown(turn, words));
  return `${[head, ...turns].join('\n\n')}\n`.toWellFormed();
}

/**
 * Parses the output of `conversationMarkdown` into a conversation with one branch; otherwise returns why the text is
 * not valid.
 */
export function parseMarkdown(text: string): Parsed {
  // An editor may have changed the line endings.
  const document = /^[^\n]*\r\n/.test(text) ? text.replaceAll('\r\n', '\n') : text;
  const [, title = '', line = ''] = /^\s*# ([^\n]*)\n\s*(<!-- wenxin:chat [^\n]*)/.exec(document) ?? [];
  if (line === '') return 'foreign';
  const head = v.safeParse(headNote, readNote('chat', line));
  if (!head.success) return 'broken';
  if (head.output.version > EXPORT_VERSION) return 'newer';
  const turns: Turn[] = [];
  let at = 0;
  for (let read = readTurn(document, at); read !== undefined; read = readTurn(document, at)) {
    if (read === 'broken') return 'broken';
    const { parent: _, ...turn } = read.turn;
    const parent = turns.at(-1)?.id;
    turns.push({ ...turn, ...(parent !== undefined && { parent }) });
    at = read.end;
  }
  const conversation = v.safeParse(conversationShape, { id: head.output.id, turns, tip: turns.at(-1)?.id });
  if (!conversation.success) return 'broken';
  // The schema has replaced unknown values.
  const { id, turns: checked, tip } = conversation.output;
  return { title: titleOf(title), conversation: { id, turns: checked, tip } };
}
