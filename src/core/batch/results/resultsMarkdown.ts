import { openFence } from '../../fences.ts';
import type { Item } from '../item.ts';
import type { Job } from '../job.ts';

/** Editors are slow with longer documents. */
export const MOST_ITEMS_TO_READ = 2_000;

/** Localized texts of the results document. */
export interface ResultsMarkdownWords {
  /** The state and the cost of the job, in one or two sentences. */
  readonly totals: string;
  /** Shown if the job has more items than the document. */
  readonly more: string;
  /** Shown for an answer that was truncated at the output limit. */
  readonly cut: string;
  readonly empty: string;
  readonly failed: (item: Item) => string;
  /** Returns the display name of a file. */
  readonly fileOf: (uri: string) => string;
}

/** Returns the head of the document with a job's answers. */
export function resultsMarkdownHead({ plan, counts }: Job, { totals, more }: ResultsMarkdownWords): string {
  const isLong = counts.total > MOST_ITEMS_TO_READ;
  return [`# ${oneLine(plan.title)}`, totals, ...(isLong ? [more] : [])].join('\n\n') + '\n';
}

/** Formats an item with its answer or failure. An answer's Markdown and HTML cannot affect what follows it. */
export function itemMarkdown(item: Item, words: ResultsMarkdownWords): string {
  const { number, customId, source, outcome } = item;
  const file = source === undefined ? undefined : words.fileOf(source.uri);
  return `\n${[
    `## ${number}. ${codeSpan(customId)}`,
    ...(file === undefined || file === customId ? [] : [codeSpan(placed(file, source))]),
    ...(outcome?.state === 'done' ? answerParts(outcome.answer, words) : [`> ${oneLine(words.failed(item))}`]),
  ].join('\n\n')}\n`;
}

function answerParts(
  { text, finish }: { readonly text: string; readonly finish?: string },
  { cut, empty }: ResultsMarkdownWords,
): string[] {
  const closing = openFence(text);
  const whole = withHtmlClosed(closing === undefined ? text : `${text}\n${closing}`);
  return [whole.trim() === '' ? `> ${empty}` : whole, ...(finish === 'length' ? [`> ${cut}`] : [])];
}

/** HTML blocks in Markdown that extend to the end of the document unless closed (spec.commonmark.org/0.31.2, 4.6). */
const HTML_BLOCKS = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<script', '</script>'],
  ['<pre', '</pre>'],
  ['<style', '</style>'],
  ['<textarea', '</textarea>'],
] as const;

function withHtmlClosed(text: string): string {
  const lower = text.toLowerCase();
  const open = HTML_BLOCKS.filter(([begin, end]) => lower.lastIndexOf(begin) > lower.lastIndexOf(end));
  return [text, ...open.map(([, end]) => end)].join('\n\n');
}

function placed(file: string, source: Item['source']): string {
  const lines = source?.lines;
  return lines === undefined ? file : `${file}:${lines.startLine + 1}–${lines.endLine}`;
}

/** Formats text as a code span, so that it is not parsed as Markdown. */
function codeSpan(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = text.includes('`') ? ' ' : '';
  return `${fence}${space}${oneLine(text)}${space}${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
