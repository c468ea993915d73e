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
 * The branch of a conversation that is shown, as a document to read. `parseMarkdown` gets its questions, attachments and
 * answers back, also after somebody has changed them; the reasoning is left out.
 */
export function conversationMarkdown({ title, conversation }: ExportedConversation, words: MarkdownWords): string {
  const head = `# ${titleOf(title) || words.untitled}\n\n${hiddenNote('chat', { version: EXPORT_VERSION, id: conversation.id })}`;
  const turns = shownTurns(conversation).map(turn => turnMarkdown(turn, words));
  return `${[head, ...turns].join('\n\n')}\n`.toWellFormed();
}

/** What `conversationMarkdown` wrote, as a conversation with one branch, or why the text is not that. */
export function parseMarkdown(text: string): Parsed {
  // An editor has changed the ends of lines.
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
  // The shape has filled in what it did not know.
  const checked = conversation.output;
  return {
    title: titleOf(title),
    conversation: { id: checked.id, turns: checked.turns as unknown as Turn[], tip: checked.tip },
  };
}
