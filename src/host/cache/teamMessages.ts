import * as vscode from 'vscode';
import { sentences } from '../sentences.ts';

/** Shows a team key, with a button that copies it. */
export async function showTeamKey(key: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Key');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The key of your team'),
    {
      modal: true,
      detail: [
        key,
        vscode.l10n.t(
          'Hand it to your colleagues outside the Redis server, for example through a password manager. They enter it with the command Set Up Team Cache. Whoever has it and access to the server can read the answers of the team.',
        ),
      ].join('\n\n'),
    },
    copy,
  );
  if (choice === copy) await vscode.env.clipboard.writeText(key);
}

/** Asks before a key is shown on screen. */
export async function agreesToShow(): Promise<boolean> {
  return agrees(
    vscode.l10n.t('Show the team key?'),
    vscode.l10n.t('Whoever sees it and has access to the Redis server can read the answers of the team.'),
    vscode.l10n.t('Show Key'),
  );
}

/** Asks before a key is replaced by one that no colleague has. */
export async function agreesToNewKey(): Promise<boolean> {
  return agrees(
    vscode.l10n.t('Make a new team key?'),
    vscode.l10n.t(
      'You then share nothing with anybody who still has the old key, and what is kept under it is lost to everybody who takes the new one. Change the password of the Redis server too if somebody left the team.',
    ),
    vscode.l10n.t('Make New Key'),
  );
}

/** Asks before the address and the keys of the team cache are deleted. */
export async function agreesToLeave(host: string): Promise<boolean> {
  return agrees(
    vscode.l10n.t('Leave the team?'),
    vscode.l10n.t(
      'The address {host}, the password and the team key are deleted from this computer. To come back you need the key of a colleague; if nobody else has it, it is lost.',
      { host },
    ),
    vscode.l10n.t('Leave'),
  );
}

/**
 * Reports that the team cache is set up, and offers to turn it on if it is off; returns true when the user accepts.
 *
 * @param ms the server's response time; `undefined` when it was not checked, or did not respond.
 */
export async function offersToTurnOn(host: string, ms: number | undefined, isOn: boolean): Promise<boolean> {
  const turnOn = vscode.l10n.t('Turn On');
  const choice = await vscode.window.showInformationMessage(
    sentences([
      ms === undefined
        ? vscode.l10n.t('The team cache at {host} is set up, but not checked.', { host })
        : vscode.l10n.t('The team cache is set up: {host} answered in {ms} ms.', { host, ms: String(Math.ceil(ms)) }),
      isOn ? undefined : vscode.l10n.t('It is turned off.'),
    ]),
    ...(isOn ? [] : [turnOn]),
  );
  return choice === turnOn;
}

async function agrees(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
