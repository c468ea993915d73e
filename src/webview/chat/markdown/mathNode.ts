import type { MathNode } from './markdownNode.ts';
import type { TokenTree } from './markdownTokens.ts';

/** Returns the node of a token from `mathRules`. */
export function mathNode({ type, content, markup, info }: TokenTree['token']): MathNode {
  return {
    kind: 'math',
    tex: content,
    display: type !== 'math_inline',
    mark: markup as MathNode['mark'],
    closed: info !== 'open',
  };
}

/** Returns a formula as the model wrote it. */
export function mathSource({ tex, mark, display, closed }: MathNode): string {
  const end = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' }[mark];
  const between = display && tex.includes('\n') ? '\n' : '';
  return `${mark}${between}${tex}${closed ? `${between}${end}` : ''}`;
}
