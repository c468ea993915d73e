/**
 * What an answer may consist of, and nothing else: whatever a model writes becomes these nodes, and the page has
 * elements only for them. They are plain data, so that the rules can be tested without a browser.
 */
export type BlockNode =
  | { readonly kind: 'paragraph'; readonly children: readonly InlineNode[] }
  /** Text of a list item without space around it. */
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
  /** Whether the model has written the end of it. */
  readonly closed: boolean;
}

/** A formula in the language of TeX. */
export interface MathNode {
  readonly kind: 'math';
  readonly tex: string;
  /** On a line of its own, in large signs. */
  readonly display: boolean;
  /** The sign that it begins with in the source; it ends with the same or its counterpart. */
  readonly mark: '$' | '$$' | '\\(' | '\\[';
  /** Whether the model has written the end of it. */
  readonly closed: boolean;
}

export interface LinkNode {
  readonly kind: 'link';
  /** Absolute, `http:`, `https:` or `mailto:`. */
  readonly url: string;
  /** Where it leads, if its text does not say so itself. */
  readonly destination: string | undefined;
  readonly children: readonly InlineNode[];
}

/** A picture that is not loaded: loading it would tell its server what the model put into the address. */
export interface ImageNode {
  readonly kind: 'image';
  readonly alt: string;
  /** Host it would come from; empty if it is not a web address. */
  readonly host: string;
}
