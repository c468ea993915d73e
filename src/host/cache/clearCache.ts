import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { COMMANDS } from '../ids.ts';
import { isChinese } from '../language.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import { sizeText } from '../sizeText.ts';
import type { AnswerCaches, CacheScope, CacheSizes, ClearOutcome } from './answerCaches.ts';

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: CacheScope;
}

/** Asks which cached answers to clear, deletes them, and reports what is gone and what is left. */
export async function clearCache(caches: AnswerCaches, clock: Clock): Promise<void> {
  const sizes = await readSizes(caches, clock);
  if (sizes === undefined) return;
  const items = itemsFor(sizes);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The answer cache is empty.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Clear Answer Cache'),
    placeHolder: vscode.l10n.t('Which answers do you want to clear? The same questions will cost money again.'),
    ignoreFocusOut: true,
  });
  if (picked === undefined || (picked.scope === 'team' && !(await agreesForAll()))) return;
  for (;;) {
    const title = vscode.l10n.t('Clearing the answer cache...');
    const outcome = await progressWhenSlow(clock, title, caches.clear(picked.scope));
    if (outcome === 'cleared') {
      void vscode.window.showInformationMessage(clearedSentence(picked.scope));
      return;
    }
    if (!(await wantsAgain(leftSentence(picked.scope, outcome)))) return;
  }
}

/** Returns `undefined` when the user cancels. */
async function readSizes(caches: AnswerCaches, clock: Clock): Promise<CacheSizes | undefined> {
  const stop = new AbortController();
  const title = vscode.l10n.t('Looking at the answer cache...');
  try {
    return await progressWhenSlow(clock, title, caches.sizes(stop.signal), () => stop.abort());
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  }
}

/** Lists only scopes that have answers. */
function itemsFor({ memory, workspaceBytes, all, team }: CacheSizes): ScopeItem[] {
  const items: ScopeItem[] = [];
  const detail = team === 'none' ? '' : vscode.l10n.t('What the team keeps stays, and goes on answering.');
  if (memory > 0 || workspaceBytes > 0) {
    items.push({
      scope: 'workspace',
      label: vscode.l10n.t('This workspace'),
      description: [
        memory > 0 ? memoryText(memory) : undefined,
        workspaceBytes > 0 ? diskText(workspaceBytes) : undefined,
      ]
        .filter(part => part !== undefined)
        .join(isChinese() ? '，' : ', '),
      detail,
      iconPath: new vscode.ThemeIcon('root-folder'),
    });
  }
  if (all.workspaces > 0) {
    items.push({
      scope: 'all',
      label: vscode.l10n.t('All workspaces on this computer'),
      description: allText(all),
      detail,
      iconPath: new vscode.ThemeIcon('device-desktop'),
    });
  }
  if (team === 'unreachable' || (team !== 'none' && team.answers > 0)) {
    items.push({
      scope: 'team',
      label: vscode.l10n.t('Team (Redis)'),
      description: team === 'unreachable' ? vscode.l10n.t('not reachable') : answersText(team.answers),
      iconPath: new vscode.ThemeIcon('organization'),
    });
  }
  return items;
}

function memoryText(answers: number): string {
  return answers === 1
    ? vscode.l10n.t('1 answer in memory')
    : vscode.l10n.t('{count} answers in memory', { count: answers.toLocaleString('en-US') });
}

function diskText(bytes: number): string {
  return vscode.l10n.t('{size} on disk', { size: sizeText(bytes) });
}

function allText({ bytes, workspaces }: CacheSizes['all']): string {
  const size = sizeText(bytes);
  return workspaces === 1
    ? vscode.l10n.t('{size} in 1 workspace', { size })
    : vscode.l10n.t('{size} in {count} workspaces', { size, count: workspaces.toLocaleString('en-US') });
}

function answersText(answers: number): string {
  return answers === 1
    ? vscode.l10n.t('1 answer')
    : vscode.l10n.t('{count} answers', { count: answers.toLocaleString('en-US') });
}

async function agreesForAll(): Promise<boolean> {
  const clear = vscode.l10n.t('Clear for Everybody');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Clear the answers of the whole team?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'They are gone from the Redis server for everybody who has the team key. What the computers of the team keep themselves stays there.',
      ),
    },
    clear,
  );
  return choice === clear;
}

function clearedSentence(scope: CacheScope): string {
  switch (scope) {
    case 'workspace':
      return vscode.l10n.t('The answers of this workspace are cleared, in memory and on disk.');
    case 'all':
      return vscode.l10n.t('The answers of all workspaces on this computer are cleared, in memory and on disk.');
    case 'team':
      return vscode.l10n.t('The answers of the team are cleared for everybody.');
  }
}

function leftSentence(scope: CacheScope, left: Exclude<ClearOutcome, 'cleared'>): string {
  if (left.left === 'team') {
    return left.why === 'refused'
      ? vscode.l10n.t(
          'The answers of the team are still there, because the Redis server does not allow you to delete them: ask whoever runs it.',
        )
      : vscode.l10n.t(
          'The answers of the team may still be there, because the Redis server does not answer: check the network, then try again.',
        );
  }
  const count = left.workspaces.toLocaleString('en-US');
  if (left.why === 'busy') {
    return scope === 'workspace'
      ? vscode.l10n.t(
          'The answers of this workspace are still on disk, because another window is using their file: close that window, then try again.',
        )
      : vscode.l10n.t(
          'Some answers are still on disk (workspaces: {count}), because other windows are using their files: close those windows, then try again.',
          { count },
        );
  }
  return scope === 'workspace'
    ? vscode.l10n.t(
        'The answers of this workspace are still on disk, because their folder cannot be written: check its permissions and the free space, then try again.',
      )
    : vscode.l10n.t(
        'Some answers are still on disk (workspaces: {count}), because their folders cannot be written: check the permissions and the free space, then try again.',
        { count },
      );
}

/** Reports what is left; returns true when the user wants to try again. */
async function wantsAgain(sentence: string): Promise<boolean> {
  const again = vscode.l10n.t('Try Again');
  const log = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showWarningMessage(sentence, again, log);
  if (choice === log) await vscode.commands.executeCommand(COMMANDS.showLog);
  return choice === again;
}
