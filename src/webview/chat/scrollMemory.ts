import type { ScrollPlace } from '../../protocol/turnWindow.ts';

/** Where a conversation was last read; no place if at its end. */
export interface KeptPlace {
  readonly conversationId: string;
  readonly place: ScrollPlace | undefined;
}

/** Saves the reading position beyond the lifetime of the page; `undefined` is the end. */
export type KeepPlace = (place: ScrollPlace | undefined) => void;

/** Parses the state saved by an earlier page, perhaps of another version. */
export function parseKeptPlace(value: unknown): KeptPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { conversationId, place } = value as Record<string, unknown>;
  return typeof conversationId === 'string' ? { conversationId, place: parsePlace(place) } : undefined;
}

/** Converts the place to the fields of a host message, which are all strings. */
export function placeFields(kept: KeptPlace | undefined): Record<'conversationId' | 'turnId' | 'offsetPx', string> {
  const { conversationId = '', place } = kept ?? {};
  return { conversationId, turnId: place?.turnId ?? '', offsetPx: String(Math.round(place?.offsetPx ?? 0)) };
}

function parsePlace(value: unknown): ScrollPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { turnId, offsetPx } = value as Record<string, unknown>;
  return typeof turnId === 'string' && typeof offsetPx === 'number' ? { turnId, offsetPx } : undefined;
}
