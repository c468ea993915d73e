import { inlineNodes } from './inlineNodes.ts';
import { mathNode } from './mathNode.ts';
import { nest, type TokenTree } from './markdownTokens.ts';
import type { BlockNode, CellNode, CodeNode, HeadingLevel, InlineNode, ListItemNode } from './markdownNode.ts';

/** Returns the nodes of parsed Markdown. Unknown tokens appear as their source. */
export function blockNodes(trees: readonly TokenTree[]): readonly BlockNode[] {
  return trees.flatMap(blockNode);
}

function blockNode({ token, children }: TokenTree): readonly BlockNode[] {
  switch (token.type) {
    case 'paragraph_open':
      return [{ kind: token.hidden ? 'line' : 'paragraph', children: textOf(children) }];
    case 'heading_open':
      return [{ kind: 'heading', level: Number(token.tag.slice(1)) as HeadingLevel, children: textOf(children) }];
    case 'blockquote_open':
      return [{ kind: 'quote', children: blockNodes(children) }];
    case 'bullet_list_open':
      return [{ kind: 'list', start: undefined, items: children.map(listItem) }];
    case 'ordered_list_open':
      return [{ kind: 'list', start: Number(token.attrGet('start') ?? 1), items: children.map(listItem) }];
    case 'fence':
    case 'code_block':
      return [codeBlock(token)];
    case 'math_block':
      return [mathNode(token)];
    case 'table_open':
      return [tableNode(children)];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'inline':
      return [{ kind: 'paragraph', children: textOf([{ token, children }]) }];
    default:
      return token.content === '' ? blockNodes(children) : [plainParagraph(token.content)];
  }
}

function plainParagraph(text: string): BlockNode {
  return { kind: 'paragraph', children: [{ kind: 'text', text }] };
}

function textOf(trees: readonly TokenTree[]): readonly InlineNode[] {
  return trees.flatMap(({ token }) => inlineNodes(nest(token.children ?? [])));
}

function listItem({ children }: TokenTree): ListItemNode {
  const [first, ...rest] = blockNodes(children);
  if (first?.kind !== 'line' && first?.kind !== 'paragraph') {
    return { checked: undefined, children: first === undefined ? [] : [first, ...rest] };
  }
  const [start, ...others] = first.children;
  const box = start?.kind === 'text' ? /^\[([ xX])\]\s+/.exec(start.text) : null;
  if (start?.kind !== 'text' || box === null) return { checked: undefined, children: [first, ...rest] };
  const text: InlineNode = { kind: 'text', text: start.text.slice(box[0].length) };
  return { checked: box[1] !== ' ', children: [{ ...first, children: [text, ...others] }, ...rest] };
}

function codeBlock(token: TokenTree['token']): CodeNode {
  const text = token.content.replace(/\n$/, '');
  const [language = ''] = token.info.trim().split(/\s+/, 1);
  return { kind: 'codeBlock', language, text, closed: token.type === 'fence' && isFenceClosed(token) };
}

/** A closed fence covers two lines more than its content: the opening and the closing one. */
function isFenceClosed({ content, map }: TokenTree['token']): boolean {
  if (map === null) return false;
  const contentLines = content === '' ? 0 : content.replace(/\n$/, '').split('\n').length;
  return map[1] - map[0] === contentLines + 2;
}

function tableNode(parts: readonly TokenTree[]): BlockNode {
  const rows = parts.map(part => part.children.map(row => row.children.map(cellNode)));
  return { kind: 'table', head: rows[0]?.[0] ?? [], rows: rows[1] ?? [] };
}

function cellNode({ token, children }: TokenTree): CellNode {
  const align = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style')))?.[1];
  return { align: align as CellNode['align'], children: textOf(children) };
}
