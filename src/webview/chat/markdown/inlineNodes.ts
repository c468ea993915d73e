import { mathNode } from './mathNode.ts';
import { safeLink } from '../../../protocol/safeLink.ts';
import { nest, type TokenTree } from './markdownTokens.ts';
import type { ImageNode, InlineNode, LinkNode } from './markdownNode.ts';
import { showsDestination } from './showsDestination.ts';

/** Returns the nodes of the text inside a block. Unknown tokens appear as their source. */
export function inlineNodes(trees: readonly TokenTree[]): readonly InlineNode[] {
  return trees.flatMap(inlineNode);
}

/** Returns the text of nodes without formatting. */
function plainText(nodes: readonly InlineNode[]): string {
  return nodes
    .map(node => {
      if (node.kind === 'image') return node.alt;
      if (node.kind === 'break') return '\n';
      if (node.kind === 'math') return node.tex;
      return 'text' in node ? node.text : plainText(node.children);
    })
    .join('');
}

function inlineNode({ token, children }: TokenTree): readonly InlineNode[] {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return [{ kind: 'break' }];
    case 'code_inline':
      return [{ kind: 'code', text: token.content }];
    case 'math_inline':
    case 'math_display':
      return [mathNode(token)];
    case 'strong_open':
      return [{ kind: 'strong', children: inlineNodes(children) }];
    case 'em_open':
      return [{ kind: 'emphasis', children: inlineNodes(children) }];
    case 's_open':
      return [{ kind: 'strike', children: inlineNodes(children) }];
    case 'link_open':
      return linkNode(String(token.attrGet('href')), inlineNodes(children));
    case 'image':
      return [imageNode(String(token.attrGet('src')), inlineNodes(nest(token.children ?? [])))];
    default:
      return token.content === '' ? inlineNodes(children) : [{ kind: 'text', text: token.content }];
  }
}

function linkNode(href: string, children: readonly InlineNode[]): readonly InlineNode[] {
  const link = safeLink(href);
  if (link === undefined) return children;
  const text = plainText(children);
  const node: LinkNode = {
    kind: 'link',
    url: link.url,
    destination: text.trim() === '' || showsDestination(text, link) ? undefined : link.destination,
    children: text.trim() === '' ? [{ kind: 'text', text: link.destination }] : children,
  };
  return [node];
}

function imageNode(source: string, alt: readonly InlineNode[]): ImageNode {
  const url = URL.parse(source);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return { kind: 'image', alt: plainText(alt), host: isWeb ? url.host : '' };
}
