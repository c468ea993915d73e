import { createContext } from 'preact';
import type { SendKey } from '../../protocol/chatView.ts';

/** Provides the key that sends a question to fields deep inside the conversation. */
export const SendKeyContext = createContext<SendKey>('enter');
