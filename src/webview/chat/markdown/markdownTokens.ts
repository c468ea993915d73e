import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { mathRules } from './mathRules.ts';

/** A token with the tokens between it and its closing token. */
export interface TokenTree {
  readonly token: Token;
  readonly children: readonly TokenTree[];
}

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).use(cjkFriendly).use(mathRules);
// Links are checked when their node is created; accept all here, so that images of any origin become nodes too.
markdown.validateLink = () => true;
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** Parses Markdown. `hasReferences`: it contains link reference definitions, so any part may depend on any other. */
export function parseMarkdown(source: string): { trees: readonly TokenTree[]; hasReferences: boolean } {
  const env: { references?: Record<string, { title: string; href: string }> } = {};
  const tokens = markdown.parse(source, env);
  return { trees: nest(tokens), hasReferences: env.references !== undefined };
}

/** Deeper than any meaningful answer. Rendering thousands of levels would overflow the stack. */
const MAX_DEPTH = 60;

/**
 * Turns the flat list of opening and closing tokens into a tree. Tokens that are nested too deeply become siblings of
 * their parent.
 */
export function nest(tokens: readonly Token[]): readonly TokenTree[] {
  const top: TokenTree[] = [];
  const open = [top];
  for (const token of tokens) {
    const siblings = open.at(-1) ?? top;
    if (token.nesting < 0) {
      if (open.length > 1) open.pop();
    } else if (token.nesting > 0 && open.length > MAX_DEPTH) {
      open.push(siblings);
    } else {
      const children: TokenTree[] = [];
      siblings.push({ token, children });
      if (token.nesting > 0) open.push(children);
    }
  }
  return top;
}
