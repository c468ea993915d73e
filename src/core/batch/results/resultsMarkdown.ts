import { openFence } from '../../fences.ts';
import type { Item } from '../item.ts';
import type { Job } from '../job.ts';

/** More items make a document that no editor likes to show. */
export const MOST_ITEMS_TO_READ = 2_000;

/** What a document of results says in the person's language. */
export interface ResultsMarkdownWords {
  /** How the job stands and what it cost, in a sentence or two. */
  readonly totals: string;
  /** Said where there are more items than the document holds. */
  readonly more: string;
  /** An answer that was cut by the output limit. */
  readonly cut: string;
  readonly empty: string;
  readonly failed: (item: Item) => string;
  /** A file as a person names it. */
  readonly fileOf: (uri: string) => string;
}

/** The beginning of a document with the answers of a job. */
export function resultsMarkdownHead({ plan, counts }: Job, { totals, more }: ResultsMarkdownWords): string {
  const isLong = counts.total > MOST_ITEMS_TO_READ;
  return [`# ${oneLine(plan.title)}`, totals, ...(isLong ? [more] : [])].join('\n\n') + '\n';
}

/** An item with its answer, or why it has none. Nothing in an answer reaches beyond it. */
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

/** Blocks of HTML in Markdown that go on to the end of the document where nothing ends them (spec.commonmark.org/0.31.2, 4.6). */
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

/** As code, so that no sign of it is taken for Markdown's. */
function codeSpan(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = text.includes('`') ? ' ' : '';
  return `${fence}${space}${oneLine(text)}${space}${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
