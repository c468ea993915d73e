/** How to read a body: as an event stream, as one JSON object, or not at all. */
export type AnswerShape = 'events' | 'json' | 'foreign' | 'nothing';

/** Number of characters that `answerShape` needs: the longest field name with its colon. */
export const SHAPE_CHARACTERS = 'retry:'.length;

/**
 * Determines the shape of a body from its first characters, because gateways send wrong content types; the content type
 * decides only if these are ambiguous.
 *
 * @param start the first `SHAPE_CHARACTERS` after white space; fewer only if the body is shorter
 */
export function answerShape(contentType: string, start: string): AnswerShape {
  if (start === '') return 'nothing';
  if (start.startsWith('<')) return 'foreign';
  if (/^(data|event|id|retry)?:/.test(start) || isEventStream(contentType)) return 'events';
  return start.startsWith('{') || /\bjson\b/i.test(contentType) ? 'json' : 'foreign';
}

/** Returns whether the content type is that of an event stream. */
export function isEventStream(contentType: string): boolean {
  return /^\s*text\/event-stream\b/i.test(contentType);
}
