import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { BlockView, type AnswerForm } from './blockView.tsx';
import { markdownBlocks, type MarkdownBlock, type MarkdownBlocks } from './markdownBlocks.ts';
import type { HeadingLevel } from './markdownNode.ts';
import { steadySource } from './steadySource.ts';

/** Shows an answer. While it grows, only its last blocks are parsed and rendered again. */
export function Markdown({ source, growing }: { source: string; growing: boolean }): VNode {
  const previous = useRef<MarkdownBlocks>(undefined);
  const { blocks } = (previous.current = markdownBlocks(growing ? steadySource(source) : source, previous.current));
  const topHeading = firstHeading(blocks);
  const form = useMemo(() => ({ growing, topHeading }), [growing, topHeading]);
  return (
    <div class="markdown">
      {blocks.map(block => (
        <UnchangingBlock key={block.start} block={block} form={form} />
      ))}
    </div>
  );
}

/** Renders again only when its block is another object. */
function UnchangingBlock({ block, form }: { block: MarkdownBlock; form: AnswerForm }): VNode {
  return useMemo(() => <BlockView nodes={block.nodes} form={form} />, [block, form]);
}

function firstHeading(blocks: readonly MarkdownBlock[]): HeadingLevel {
  for (const { nodes } of blocks) {
    for (const node of nodes) if (node.kind === 'heading') return node.level;
  }
  return 1;
}
