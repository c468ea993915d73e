import type { ChatEvent, ToolCall } from '../chat.ts';

type Piece = Extract<ChatEvent, { type: 'toolCall' }>;

/** Puts calls together while their pieces come. */
export class GrowingCalls {
  readonly #calls: { id: string; name: string; arguments: string[] }[] = [];

  /** Takes the next piece. */
  add(piece: Piece): void {
    const call = (this.#calls[piece.index] ??= { id: '', name: '', arguments: [] });
    call.id ||= piece.id ?? '';
    call.name ||= piece.name ?? '';
    call.arguments.push(piece.arguments);
  }

  /** As far as they have come, in the order in which they began. */
  get calls(): ToolCall[] {
    const begun = this.#calls.filter(call => call !== undefined);
    return begun.map(({ id, name, arguments: pieces }) => ({ id, name, arguments: pieces.join('') }));
  }
}
