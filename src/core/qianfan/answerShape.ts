/** How a body has to be read: as a stream of events, as one JSON object, or not at all. */
export type AnswerShape = 'events' | 'json' | 'foreign' | 'nothing';

/** Characters of a body's start that `answerShape` needs: the longest name of a field with its colon. */
export const SHAPE_CHARACTERS = 'retry:'.length;

/**
 * Tells a body by its first characters, because gateways mislabel what they pass on; the content type decides only where
 * these leave it open.
 *
 * @param start the first `SHAPE_CHARACTERS` that are not white space; less only where the body is shorter
 */
export function answerShape(contentType: string, start: string): AnswerShape {
  if (start === '') return 'nothing';
  if (start.startsWith('<')) return 'foreign';
  if (/^(data|event|id|retry)?:/.test(start) || isEventStream(contentType)) return 'events';
  return start.startsWith('{') || /\bjson\b/i.test(contentType) ? 'json' : 'foreign';
}

/** The body says of itself that it is a stream of events. */
export function isEventStream(contentType: string): boolean {
  return /^\s*text\/event-stream\b/i.test(contentType);
}
