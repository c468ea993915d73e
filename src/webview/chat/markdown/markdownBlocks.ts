import { blockNodes } from './blockNodes.ts';
import { parseMarkdown, type TokenTree } from './markdownTokens.ts';
import type { BlockNode } from './markdownNode.ts';

/** Markdown as its top-level blocks. */
export interface MarkdownBlocks {
  readonly source: string;
  readonly blocks: readonly MarkdownBlock[];
  readonly hasReferences: boolean;
}

export interface MarkdownBlock {
  /** Where it begins in the source. */
  readonly start: number;
  readonly nodes: readonly BlockNode[];
}

/**
 * Parses Markdown that may be a longer version of `previous`: then blocks that can no longer change are kept, as the
 * same objects. The result has the same content as parsing the whole.
 *
 * A block is settled when two blocks follow it. The last one is still growing, and a line that is not complete can turn
 * out to belong to the block before. Definitions of links by name can change any block, so with them all is parsed.
 */
export function markdownBlocks(markdown: string, previous?: MarkdownBlocks): MarkdownBlocks {
  const source = markdown.replace(/\r\n?/g, '\n');
  if (previous?.source === source) return previous;
  const grown = previous !== undefined && !previous.hasReferences && source.startsWith(previous.source);
  const openBlock = grown ? previous.blocks.at(-2) : undefined;
  if (openBlock === undefined) return parseFrom(source, 0, []);
  const settled = previous?.blocks.slice(0, -2) ?? [];
  const parsed = parseFrom(source, openBlock.start, settled);
  return parsed.hasReferences ? parseFrom(source, 0, []) : parsed;
}

function parseFrom(source: string, from: number, settled: readonly MarkdownBlock[]): MarkdownBlocks {
  const { trees, hasReferences } = parseMarkdown(source.slice(from));
  const starts = blockStarts(source, from, trees);
  const blocks = trees.map((tree, index) => ({ start: starts[index] ?? from, nodes: blockNodes([tree]) }));
  return { source, blocks: [...settled, ...blocks], hasReferences };
}

/** Where each block's first line begins in the source. */
function blockStarts(source: string, from: number, trees: readonly TokenTree[]): readonly number[] {
  let line = 0;
  let offset = from;
  return trees.map(({ token }) => {
    for (const first = token.map?.[0] ?? line; line < first; line++) offset = source.indexOf('\n', offset) + 1;
    return offset;
  });
}
