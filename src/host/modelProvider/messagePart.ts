/** A part of another extension's message, independent of VS Code's classes. */
export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'toolCall'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'toolResult'; readonly id: string; readonly parts: readonly MessagePart[] }
  /** An image or another file; also VS Code's internal data for its built-in models. */
  | { readonly type: 'data'; readonly mimeType: string; readonly bytes: Uint8Array }
  /** A rendered TSX prompt. */
  | { readonly type: 'tree'; readonly value: unknown }
  /** Reasoning of an earlier answer, and unknown part types. */
  | { readonly type: 'other' };

/** A message from another extension. */
export interface AskedMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly MessagePart[];
}
