import type { ScrollPlace } from '../../protocol/turnWindow.ts';

/** Where a conversation was read last; at its end there is no place. */
export interface KeptPlace {
  readonly conversationId: string;
  readonly place: ScrollPlace | undefined;
}

/** Keeps across the page's lives where the conversation is read; `undefined` is its end. */
export type KeepPlace = (place: ScrollPlace | undefined) => void;

/** What an earlier page, perhaps of another version, has left. */
export function parseKeptPlace(value: unknown): KeptPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { conversationId, place } = value as Record<string, unknown>;
  return typeof conversationId === 'string' ? { conversationId, place: parsePlace(place) } : undefined;
}

/** As it is told to the host, which takes texts alone. */
export function placeFields(kept: KeptPlace | undefined): Record<'conversationId' | 'turnId' | 'offsetPx', string> {
  const { conversationId = '', place } = kept ?? {};
  return { conversationId, turnId: place?.turnId ?? '', offsetPx: String(Math.round(place?.offsetPx ?? 0)) };
}

function parsePlace(value: unknown): ScrollPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { turnId, offsetPx } = value as Record<string, unknown>;
  return typeof turnId === 'string' && typeof offsetPx === 'number' ? { turnId, offsetPx } : undefined;
}
