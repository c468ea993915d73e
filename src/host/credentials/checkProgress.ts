import * as vscode from 'vscode';
import type { Credential } from '../../core/auth/credential.ts';
import type { Endpoint } from '../../core/chat.ts';
import { WenxinError } from '../../core/errors.ts';
import type { CheckCredential, CredentialVerdict } from './credentialCheck.ts';

/** The longest time a user is expected to watch a progress message. */
const CHECK_TIMEOUT_MS = 20_000;

/** Reason of a check that the user cancelled. */
const CANCELLED = new Error('cancelled');

/** Checks a credential with progress; `undefined` when the user cancels. */
export function checkWithProgress(
  check: CheckCredential,
  endpoint: Endpoint,
  credential: Credential,
): Thenable<CredentialVerdict | undefined> {
  const { host } = new URL(endpoint.baseUrl);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the key with {host}...', { host }),
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort(CANCELLED));
      const late = new WenxinError('timeout', 'the check took too long', { limitSeconds: CHECK_TIMEOUT_MS / 1000 });
      const limit = setTimeout(() => stop.abort(late), CHECK_TIMEOUT_MS);
      try {
        return await check(endpoint, credential, stop.signal);
      } catch (failure) {
        if (failure === CANCELLED) return undefined;
        return { is: 'unverified', failure, isKnown: false };
      } finally {
        clearTimeout(limit);
      }
    },
  );
}
