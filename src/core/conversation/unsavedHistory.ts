import { WenxinError } from '../errors.ts';
import type { History } from './history.ts';

/** Replaces a history that cannot be opened: conversations work, but every save rejects. */
export const unsavedHistory: History = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
  saveTip: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
  loadDraft: () => undefined,
  saveDraft: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
};
