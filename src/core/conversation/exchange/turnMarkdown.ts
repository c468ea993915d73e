import type { Attachment, Turn } from '../conversation.ts';
import { titleOf } from '../conversationTitle.ts';
import { fenceAround, openFence } from '../../fences.ts';
import { withoutUri } from './attachedFiles.ts';
import { hiddenNote } from './hiddenNote.ts';
import { type MarkdownWords, turnLine } from './turnLine.ts';
import { readTurn, type TurnNote } from './readTurn.ts';

/** Maximum length of a question that is written as a heading instead of a block quote. */
const MAX_HEADING_LENGTH = 200;

/**
 * Renders a turn as part of a document, with the data that `readTurn` needs to restore it. Texts that Markdown cannot
 * represent exactly, such as half a surrogate pair, go into the hidden note.
 */
export function turnMarkdown(turn: Turn, words: MarkdownWords): string {
  const plain = rendered(turn, words, undefined);
  const back = readTurn(plain.toWellFormed(), 0);
  const isExact =
    back !== undefined &&
    back !== 'broken' &&
    back.turn.question === turn.question &&
    back.turn.answer.text === turn.answer.text &&
    back.turn.attachments.every(({ text }, place) => text === turn.attachments[place]?.text);
  if (isExact) return plain;
  const { question, attachments, answer } = turn;
  return rendered(turn, words, { question, attachments: attachments.map(({ text }) => text), answer: answer.text });
}

function rendered(turn: Turn, words: MarkdownWords, exact: TurnNote['exact']): string {
  const { question, prompt, attachments, answer, ...facts } = turn;
  const { text, reasoning: _, ...answerFacts } = answer;
  const isQuoted = question.length > MAX_HEADING_LENGTH || !/^[^\s>](?:[^\r\n\u2028\u2029]*[^\s#])?$/.test(question);
  const closing = openFence(text);
  const note: TurnNote = {
    ...(isQuoted && { isQuoted }),
    ...(closing !== undefined && { closing }),
    attachments: attachments.map(({ text: _text, ...attachment }) => withoutUri(attachment)),
    turn: { ...facts, ...(prompt !== question && { prompt }), answer: answerFacts },
    ...(exact && { exact }),
  };
  return [
    `## ${isQuoted ? titleOf(question) : question}`,
    hiddenNote('turn', note),
    ...(isQuoted ? [quoted(question)] : []),
    ...attachments.map(attachment => attachmentMarkdown(attachment, words)),
    answerMarkdown(text, closing),
    turnLine(turn, words),
  ].join('\n\n');
}

function quoted(question: string): string {
  return question
    .split('\n')
    .map(line => `> ${line}`)
    .join('\n');
}

function attachmentMarkdown({ path, languageId, startLine, endLine, text }: Attachment, words: MarkdownWords): string {
  const fence = fenceAround(text);
  const language = /^[\w+#.-]+$/.test(languageId) ? languageId : '';
  const lines = words.lines.replace('{start}', String(startLine)).replace('{end}', String(endLine));
  return `\`${path.replace(/[`\s]+/g, ' ')}\` (${lines})\n\n${fence}${language}\n${text}\n${fence}`;
}

/** Encloses the answer in a pair of markers that do not occur in the text. */
function answerMarkdown(text: string, closing: string | undefined): string {
  const content = closing === undefined ? text : `${text}\n${closing}`;
  let number = 0;
  while (content.includes(`<!-- /wenxin:answer ${number} -->`)) number++;
  return `<!-- wenxin:answer ${number} -->\n\n${content}\n\n<!-- /wenxin:answer ${number} -->`;
}
