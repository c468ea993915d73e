/** A part of a message that another extension wants sent, whatever VS Code's class for it is. */
export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'toolCall'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'toolResult'; readonly id: string; readonly parts: readonly MessagePart[] }
  /** A picture or another file; VS Code's own notes to models of its own come so as well. */
  | { readonly type: 'data'; readonly mimeType: string; readonly bytes: Uint8Array }
  /** What a prompt of JSX was made into. */
  | { readonly type: 'tree'; readonly value: unknown }
  /** Reasoning of an answer before, and what nobody knows yet. */
  | { readonly type: 'other' };

/** A message that another extension wants sent. */
export interface AskedMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly MessagePart[];
}
