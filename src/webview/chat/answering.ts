import { createContext } from 'preact';

/**
 * Whether an answer is in progress. A context reaches buttons deep inside other answers, whose parents are not rendered
 * again.
 */
export const AnsweringContext = createContext(false);
