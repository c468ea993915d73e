import * as vscode from 'vscode';
import { serverSentence } from './teamProblems.ts';
import type { TeamSecret } from './teamSecrets.ts';
import type { ServerComplaint, TeamTools } from './teamTools.ts';

/** The result of checking a server. `cancelled`: the user did not wait. */
export type TeamVerdict = { readonly ms: number } | ServerComplaint | 'cancelled';

/** Checks the connection to a team's server, with progress. */
export function checkTeam(tools: TeamTools, secret: TeamSecret): Thenable<TeamVerdict> {
  const { host } = new URL(secret.url);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the connection to {host}...', { host }),
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return await tools.check(secret, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return 'cancelled';
        throw error;
      }
    },
  );
}

/** Asks what to do about a server that failed the check; `undefined` when the user cancels. */
export async function storesAnyway(
  verdict: ServerComplaint | 'cancelled',
  host: string,
): Promise<'store' | 'change' | undefined> {
  const store = vscode.l10n.t('Store Anyway');
  const change = vscode.l10n.t('Change');
  const choice = await vscode.window.showWarningMessage(
    verdict === 'cancelled' ? vscode.l10n.t('The check was cancelled.') : serverSentence(verdict, host),
    { modal: true, detail: vscode.l10n.t('Nothing is stored yet.') },
    change,
    store,
  );
  if (choice === store) return 'store';
  return choice === change ? 'change' : undefined;
}
