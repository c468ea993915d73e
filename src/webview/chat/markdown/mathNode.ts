import type { MathNode } from './markdownNode.ts';
import type { TokenTree } from './markdownTokens.ts';

/** The node of a token that `mathRules` made. */
export function mathNode({ type, content, markup, info }: TokenTree['token']): MathNode {
  return {
    kind: 'math',
    tex: content,
    display: type !== 'math_inline',
    mark: markup as MathNode['mark'],
    closed: info !== 'open',
  };
}

/** A formula as the model wrote it. */
export function mathSource({ tex, mark, display, closed }: MathNode): string {
  const end = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' }[mark];
  const between = display && tex.includes('\n') ? '\n' : '';
  return `${mark}${between}${tex}${closed ? `${between}${end}` : ''}`;
}
