import * as vscode from 'vscode';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { enterTeam } from './enterTeam.ts';
import type { TeamAccess } from './teamAccess.ts';
import { askForTeamKey } from './teamInput.ts';
import { agreesToLeave, agreesToNewKey, agreesToShow, showTeamKey } from './teamMessages.ts';
import type { TeamSecret } from './teamSecrets.ts';
import { pickFirstTeamStep, pickTeamStep } from './teamStep.ts';

/** Creates, joins, changes or leaves the user's team cache, depending on its state. */
export async function setTeamCache(access: TeamAccess, logger: Logger): Promise<void> {
  try {
    while ((await takeStep(access)) === 'back');
  } catch (error) {
    if (!(error instanceof WenxinError) || error.kind !== 'no-credentials') throw error;
    logger.error(`The team cache cannot be set up: ${describeError(error)}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The secret storage of VS Code fails or keeps nothing, so the team cache could not be changed.'),
    );
  }
}

async function takeStep(access: TeamAccess): Promise<'back' | 'end'> {
  const team = await access.secrets.read();
  if (team !== undefined) return changeTeam(team, access);
  switch (await pickFirstTeamStep()) {
    case 'create':
      return enterTeam(access, { key: access.tools.newKey(), isNew: true });
    case 'join':
      return enterTeam(access, {});
    case undefined:
      return 'end';
  }
}

async function changeTeam(team: TeamSecret, access: TeamAccess): Promise<'back' | 'end'> {
  const { isOn, turn } = access;
  switch (await pickTeamStep(team, isOn())) {
    case 'turnOn':
      await turn(true);
      tell(vscode.l10n.t('The team cache is turned on.'));
      return 'end';
    case 'showKey':
      if (await agreesToShow()) await showTeamKey(team.key);
      return 'end';
    case 'otherKey':
      return enterKey(team, access);
    case 'changeServer':
      return enterTeam(access, { url: team.url, key: team.key });
    case 'newKey':
      return makeKey(team, access);
    case 'leave':
      return leave(team, access);
    case undefined:
      return 'end';
  }
}

async function enterKey(team: TeamSecret, { secrets, tools }: TeamAccess): Promise<'back' | 'end'> {
  const answer = await askForTeamKey(tools, 1);
  if (answer === 'back') return 'back';
  if (answer === undefined) return 'end';
  await secrets.write({ ...team, key: answer.key });
  tell(vscode.l10n.t('The team key is replaced.'));
  return 'end';
}

async function makeKey(team: TeamSecret, { secrets, tools }: TeamAccess): Promise<'end'> {
  if (!(await agreesToNewKey())) return 'end';
  const key = tools.newKey();
  await secrets.write({ ...team, key });
  await showTeamKey(key);
  return 'end';
}

async function leave(team: TeamSecret, { secrets, isOn, turn }: TeamAccess): Promise<'end'> {
  if (!(await agreesToLeave(new URL(team.url).host))) return 'end';
  await secrets.clear();
  if (isOn()) await turn(false);
  tell(vscode.l10n.t('You left the team. Its address, password and key are deleted from this computer.'));
  return 'end';
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
