import { WenxinError } from '../errors.ts';
import type { History } from './history.ts';

/** Stands in when the history cannot be opened: conversations work, every save says that it failed. */
export const unsavedHistory: History = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
  saveTip: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
  loadDraft: () => undefined,
  saveDraft: () => Promise.reject(new WenxinError('storage', 'the history is not open')),
};
