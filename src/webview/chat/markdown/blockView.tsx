import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { Icon } from '../icon.tsx';
import { CodeBlock } from './codeBlock.tsx';
import { InlineView } from './inlineView.tsx';
import { MathView } from './mathView.tsx';
import type { BlockNode, CellNode, HeadingLevel, ListItemNode } from './markdownNode.ts';

/** How the blocks of an answer are rendered. */
export interface AnswerForm {
  /** The answer is still being written. */
  readonly growing: boolean;
  /** Level of the answer's first heading; it is mapped to the level below the page's own headings. */
  readonly topHeading: HeadingLevel;
}

/** The page's own headings use the first and second level. */
const HEADING_TAGS = ['h3', 'h4', 'h5', 'h6'] as const;

/** Shows blocks of an answer. */
export function BlockView({ nodes, form }: { nodes: readonly BlockNode[]; form: AnswerForm }): VNode {
  return <>{nodes.map(node => blockElement(node, form))}</>;
}

function blockElement(node: BlockNode, form: AnswerForm): VNode {
  switch (node.kind) {
    case 'paragraph':
      return (
        <p>
          <InlineView nodes={node.children} />
        </p>
      );
    case 'line':
      return <InlineView nodes={node.children} />;
    case 'heading': {
      const Heading = HEADING_TAGS[Math.max(0, node.level - form.topHeading)] ?? 'h6';
      return (
        <Heading>
          <InlineView nodes={node.children} />
        </Heading>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <BlockView nodes={node.children} form={form} />
        </blockquote>
      );
    case 'list': {
      const items = node.items.map(item => <ItemView item={item} form={form} />);
      return node.start === undefined ? <ul>{items}</ul> : <ol start={node.start}>{items}</ol>;
    }
    case 'codeBlock':
      return <CodeBlock node={node} growing={form.growing} />;
    case 'math':
      return (
        <p>
          <MathView node={node} />
        </p>
      );
    case 'table':
      return <TableView head={node.head} rows={node.rows} />;
    case 'rule':
      return <hr />;
  }
}

function ItemView({ item, form }: { item: ListItemNode; form: AnswerForm }): VNode {
  const task = item.checked !== undefined;
  return (
    <li class={task ? 'task' : undefined}>
      {task && (
        <span class="taskBox" role="img" aria-label={item.checked ? l10n.t('Done') : l10n.t('To do')}>
          {item.checked && <Icon name="check" />}
        </span>
      )}
      <BlockView nodes={item.children} form={form} />
    </li>
  );
}

function TableView({ head, rows }: { head: readonly CellNode[]; rows: readonly (readonly CellNode[])[] }): VNode {
  return (
    <div class="tableScroller" tabIndex={0} role="region" aria-label={l10n.t('Table')}>
      <table>
        <thead>
          <tr>
            {head.map(cell => (
              <th scope="col" class={cell.align}>
                <InlineView nodes={cell.children} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr>
              {row.map(cell => (
                <td class={cell.align}>
                  <InlineView nodes={cell.children} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
