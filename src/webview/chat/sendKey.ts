import { createContext } from 'preact';
import type { SendKey } from '../../protocol/chatView.ts';

/** The key that sends a question, for fields deep inside the conversation. */
export const SendKeyContext = createContext<SendKey>('enter');
