import * as vscode from 'vscode';
import type { FailureKind } from '../../core/errors.ts';
import type { Asker } from './asker.ts';

/** What a failure is called by VS Code, which other extensions act on; all others are errors without a name. */
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
 * An error as VS Code hands it on to whoever asked. Its words are for people, and it has no trace of the code it came
 * from. VS Code gives named errors one of its own on their way, and its chat shows that: it gets one without a name.
 */
export function providerError(message: string, kind: string | undefined, { isVSCode }: Asker): Error {
  const cause = isVSCode || kind === undefined ? undefined : CAUSES[kind];
  const error = cause === undefined ? new Error(message) : vscode.LanguageModelError[cause](message);
  error.stack = '';
  return error;
}
