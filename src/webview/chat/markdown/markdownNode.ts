/**
 * All elements that an answer may consist of: whatever a model writes becomes these nodes, and the page renders nothing
 * else. They are plain data, so that the rules can be tested without a browser.
 */
export type BlockNode =
  | { readonly kind: 'paragraph'; readonly children: readonly InlineNode[] }
  /** Text of a list item without margins. */
  | { readonly kind: 'line'; readonly children: readonly InlineNode[] }
  | { readonly kind: 'heading'; readonly level: HeadingLevel; readonly children: readonly InlineNode[] }
  | { readonly kind: 'quote'; readonly children: readonly BlockNode[] }
  /** `start` is the first number of a numbered list. */
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly ListItemNode[] }
  | CodeNode
  | MathNode
  | { readonly kind: 'table'; readonly head: readonly CellNode[]; readonly rows: readonly (readonly CellNode[])[] }
  | { readonly kind: 'rule' };

export type InlineNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly InlineNode[] }
  | LinkNode
  | ImageNode
  | MathNode;

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

export interface ListItemNode {
  /** Set for an item of a task list. */
  readonly checked: boolean | undefined;
  readonly children: readonly BlockNode[];
}

export interface CellNode {
  readonly align: 'left' | 'center' | 'right' | undefined;
  readonly children: readonly InlineNode[];
}

export interface CodeNode {
  readonly kind: 'codeBlock';
  /** As the model named it; may be empty. */
  readonly language: string;
  /** Without the last line break. */
  readonly text: string;
  /** Whether the closing fence has arrived. */
  readonly closed: boolean;
}

/** A formula in TeX. */
export interface MathNode {
  readonly kind: 'math';
  readonly tex: string;
  /** A display formula, on its own line. */
  readonly display: boolean;
  /** The opening delimiter in the source; the closing one is the same or its counterpart. */
  readonly mark: '$' | '$$' | '\\(' | '\\[';
  /** Whether the closing delimiter has arrived. */
  readonly closed: boolean;
}

export interface LinkNode {
  readonly kind: 'link';
  /** Absolute, `http:`, `https:` or `mailto:`. */
  readonly url: string;
  /** The destination, if the text does not show it. */
  readonly destination: string | undefined;
  readonly children: readonly InlineNode[];
}

/** An image that is not loaded: loading it would send its server whatever the model put into the URL. */
export interface ImageNode {
  readonly kind: 'image';
  readonly alt: string;
  /** Host of the image; empty if it is not a web address. */
  readonly host: string;
}
