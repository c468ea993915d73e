import type { ChatEvent, ToolCall } from '../chat.ts';

type Piece = Extract<ChatEvent, { type: 'toolCall' }>;

/** Assembles tool calls from their fragments. */
export class GrowingCalls {
  readonly #calls: { id: string; name: string; arguments: string[] }[] = [];

  add(piece: Piece): void {
    const call = (this.#calls[piece.index] ??= { id: '', name: '', arguments: [] });
    call.id ||= piece.id ?? '';
    call.name ||= piece.name ?? '';
    call.arguments.push(piece.arguments);
  }

  /** The calls received so far, in the order in which they began. */
  get calls(): ToolCall[] {
    const begun = this.#calls.filter(call => call !== undefined);
    return begun.map(({ id, name, arguments: pieces }) => ({ id, name, arguments: pieces.join('') }));
  }
}
