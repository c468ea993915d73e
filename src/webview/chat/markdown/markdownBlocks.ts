import { blockNodes } from './blockNodes.ts';
import { parseMarkdown, type TokenTree } from './markdownTokens.ts';
import type { BlockNode } from './markdownNode.ts';

/** Markdown split into its top-level blocks. */
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
 * Parses Markdown that may be a longer version of `previous`: blocks that can no longer change are then kept as the
 * same objects. The content of the result equals that of a full parse.
 *
 * A block is settled when two blocks follow it: the last one is still growing, and an incomplete line can turn out to
 * belong to the block before. Link reference definitions can change any block, so with them everything is parsed.
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

/** Returns the offset of each block's first line in the source. */
function blockStarts(source: string, from: number, trees: readonly TokenTree[]): readonly number[] {
  let line = 0;
  let offset = from;
  return trees.map(({ token }) => {
    for (const first = token.map?.[0] ?? line; line < first; line++) offset = source.indexOf('\n', offset) + 1;
    return offset;
  });
}
