import * as vscode from 'vscode';
import type { FailureKind } from '../../core/errors.ts';

/** What a failure is called by VS Code, which other extensions act on; all others are errors without a name. */
type Cause = 'NoPermissions' | 'Blocked' | 'NotFound';

const CAUSES: Readonly<Partial<Record<FailureKind, Cause>>> = {
  'no-credentials': 'NoPermissions',
  credentials: 'NoPermissions',
  'model-permission': 'NoPermissions',
  paused: 'NoPermissions',
  budget: 'Blocked',
  'price-unknown': 'Blocked',
  refused: 'Blocked',
  quota: 'Blocked',
  overdue: 'Blocked',
  unsafe: 'Blocked',
  'model-gone': 'NotFound',
};

/**
 * An error as VS Code hands it on to whoever asked. Its words are for people; it has no trace of the code it came from,
 * which VS Code's chat would show.
 */
export function providerError(message: string, kind?: FailureKind | 'interrupted' | 'unexpected'): Error {
  const cause = kind === undefined ? undefined : (CAUSES as Readonly<Partial<Record<string, Cause>>>)[kind];
  const error = cause === undefined ? new Error(message) : vscode.LanguageModelError[cause](message);
  error.stack = '';
  return error;
}
