/** Where someone reads: so far below the top of a turn. At the end of the conversation there is nothing to remember. */
export interface ScrollPlace {
  readonly turnId: string;
  readonly offsetPx: number;
}

/** Keeps the place across the page's lives. */
export interface ScrollMemory {
  load(): ScrollPlace | undefined;
  save(place: ScrollPlace | undefined): void;
}

/** The place in what an earlier page, perhaps of another version, has left. */
export function parseScrollPlace(value: unknown): ScrollPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { turnId, offsetPx } = value as Record<string, unknown>;
  return typeof turnId === 'string' && typeof offsetPx === 'number' ? { turnId, offsetPx } : undefined;
}
