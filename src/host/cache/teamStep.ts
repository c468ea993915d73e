import * as vscode from 'vscode';
import type { TeamSecret } from './teamSecrets.ts';

/** Choices of a user without a team cache. */
export type FirstTeamStep = 'create' | 'join';

/** Choices of a user with a team cache. */
export type TeamStep = 'turnOn' | 'showKey' | 'otherKey' | 'changeServer' | 'newKey' | 'leave';

interface StepItem<Step> extends vscode.QuickPickItem {
  readonly step: Step;
}

/** Asks how to set up a team cache; `undefined` when the user cancels. */
export async function pickFirstTeamStep(): Promise<FirstTeamStep | undefined> {
  return pick<FirstTeamStep>(
    vscode.l10n.t('Answers that a colleague already has come from a Redis server of your own.'),
    [
      {
        step: 'create',
        label: vscode.l10n.t('Create a Team'),
        detail: vscode.l10n.t(
          'Makes a team key, which you hand to your colleagues. You need the address of a Redis server.',
        ),
        iconPath: new vscode.ThemeIcon('add'),
      },
      {
        step: 'join',
        label: vscode.l10n.t('Join a Team'),
        detail: vscode.l10n.t('You need the address of its Redis server and the team key of a colleague.'),
        iconPath: new vscode.ThemeIcon('organization'),
      },
    ],
  );
}

/** Asks what to do with the existing team cache; `undefined` when the user cancels. */
export async function pickTeamStep({ url }: TeamSecret, isOn: boolean): Promise<TeamStep | undefined> {
  const { host } = new URL(url);
  const state = isOn
    ? vscode.l10n.t('The team cache at {host} is set up and turned on.', { host })
    : vscode.l10n.t('The team cache at {host} is set up, but turned off.', { host });
  return pick<TeamStep>(state, [
    ...(isOn ? [] : [turnOnItem()]),
    {
      step: 'showKey',
      label: vscode.l10n.t('Show the Team Key...'),
      detail: vscode.l10n.t('To hand it to a colleague who joins.'),
      iconPath: new vscode.ThemeIcon('key'),
    },
    {
      step: 'otherKey',
      label: vscode.l10n.t('Enter Another Team Key...'),
      detail: vscode.l10n.t('When a colleague made a new one.'),
      iconPath: new vscode.ThemeIcon('edit'),
    },
    {
      step: 'changeServer',
      label: vscode.l10n.t('Change Server...'),
      detail: vscode.l10n.t('Another address or password, with the same team key.'),
      iconPath: new vscode.ThemeIcon('server'),
    },
    {
      step: 'newKey',
      label: vscode.l10n.t('Make a New Team Key...'),
      detail: vscode.l10n.t('When the key got into the wrong hands, or somebody left the team.'),
      iconPath: new vscode.ThemeIcon('refresh'),
    },
    {
      step: 'leave',
      label: vscode.l10n.t('Leave the Team...'),
      detail: vscode.l10n.t('Deletes the address, the password and the team key from this computer.'),
      iconPath: new vscode.ThemeIcon('sign-out'),
    },
  ]);
}

function turnOnItem(): StepItem<TeamStep> {
  return {
    step: 'turnOn',
    label: vscode.l10n.t('Turn On'),
    detail: vscode.l10n.t('The setting {id}.', { id: 'wenxin.cache.redis' }),
    iconPath: new vscode.ThemeIcon('play'),
  };
}

async function pick<Step>(placeHolder: string, items: readonly StepItem<Step>[]): Promise<Step | undefined> {
  const title = vscode.l10n.t('Set Up Team Cache');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.step;
}
