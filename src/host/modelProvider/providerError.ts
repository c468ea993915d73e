import * as vscode from 'vscode';
import type { FailureKind } from '../../core/errors.ts';
import type { Asker } from './asker.ts';

/** VS Code's error codes, which other extensions check. All other failures are plain errors. */
type Cause = 'NoPermissions' | 'Blocked' | 'NotFound';

const CAUSES: Readonly<Partial<Record<string, Cause>>> = {
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
} satisfies Partial<Record<FailureKind, Cause>>;

/**
 * Creates an error that VS Code passes to the requester. Its message is for users, and it has no stack. VS Code adds a
 * stack of its own to errors with a code, which its chat displays, so for VS Code itself the error has no code.
 */
export function providerError(message: string, kind: string | undefined, { isVSCode }: Asker): Error {
  const cause = isVSCode || kind === undefined ? undefined : CAUSES[kind];
  const error = cause === undefined ? new Error(message) : vscode.LanguageModelError[cause](message);
  error.stack = '';
  return error;
}
