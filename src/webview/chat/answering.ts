import { createContext } from 'preact';

/** Whether an answer is being written. It reaches buttons deep inside other answers, whose parents are not rendered again. */
export const AnsweringContext = createContext(false);
