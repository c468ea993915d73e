import * as vscode from 'vscode';
import { dayGroup, type DayGroup } from '../../core/conversation/list/dayGroup.ts';
import type { ListedConversation } from '../../core/conversation/list/listQuery.ts';
import { dateText, hourText, type PersonTime } from './timeText.ts';
import { workspaceName } from './workspaceKey.ts';

/** What selecting a row does. */
export type HistoryRow =
  | { readonly kind: 'conversation'; readonly conversation: ListedConversation }
  | { readonly kind: 'all' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'nothing' };

export interface HistoryItem extends vscode.QuickPickItem {
  readonly row?: HistoryRow;
}

/** Actions on a conversation without opening it. */
export const ROW_BUTTONS = ['pin', 'unpin', 'rename', 'delete'] as const;
export type RowButton = (typeof ROW_BUTTONS)[number];

/** A row's button and its action. */
export interface HistoryButton extends vscode.QuickInputButton {
  readonly does: RowButton;
}

interface Showing {
  /** Id of the shown conversation. */
  readonly current: string;
  /** Whether other workspaces' conversations are included. */
  readonly isAll: boolean;
  readonly time: PersonTime;
}

/** Returns the rows, grouped by day in the user's time zone. Keeps the order of `conversations`. */
export function historyItems(conversations: readonly ListedConversation[], showing: Showing): HistoryItem[] {
  const items: HistoryItem[] = [];
  let last: string | undefined;
  for (const conversation of conversations) {
    const group = conversation.isPinned
      ? 'pinned'
      : dayGroup(conversation.changedAtMs, showing.time.nowMs, showing.time.timeZone);
    if (group !== last) items.push({ label: groupName(group), kind: vscode.QuickPickItemKind.Separator });
    last = group;
    items.push(conversationItem(conversation, showing));
  }
  return items;
}

/** Returns the row for an empty list or search, which suggests what to do. */
export function emptyItem(text: string, isAll: boolean): HistoryItem {
  if (text !== '') {
    const label = vscode.l10n.t('No conversation contains “{text}”', { text: plainLabel(text) });
    return isAll
      ? { label, detail: vscode.l10n.t('Try fewer or other words.'), alwaysShow: true, row: { kind: 'nothing' } }
      : { label, detail: vscode.l10n.t('Search all workspaces instead'), alwaysShow: true, row: { kind: 'all' } };
  }
  return isAll
    ? {
        label: vscode.l10n.t('No conversations yet'),
        detail: vscode.l10n.t('Ask a question, and it is kept here'),
        alwaysShow: true,
        row: { kind: 'ask' },
      }
    : {
        label: vscode.l10n.t('No conversations in this workspace yet'),
        detail: vscode.l10n.t('Show those of all workspaces'),
        alwaysShow: true,
        row: { kind: 'all' },
      };
}

/** Escapes `$(name)`, which VS Code would render as an icon. */
function plainLabel(text: string): string {
  return text.replace(/\$(?=\()/g, '\\$&');
}

function conversationItem(conversation: ListedConversation, { current, isAll, time }: Showing): HistoryItem {
  const { id, title, workspace, changedAtMs, questions, isPinned, hit } = conversation;
  const isCurrent = id === current;
  const facts = [
    isCurrent ? vscode.l10n.t('shown now') : '',
    isRecent(changedAtMs, time) && !isPinned ? hourText(changedAtMs, time.timeZone) : pinnedTime(changedAtMs, time),
    questions === 1 ? vscode.l10n.t('1 question') : vscode.l10n.t('{count} questions', { count: questions }),
    isAll ? plainLabel(workspaceName(workspace)) : '',
  ];
  return {
    label: title === '' ? vscode.l10n.t('Untitled conversation') : plainLabel(title),
    description: facts.filter(fact => fact !== '').join(' · '),
    ...(hit && { detail: plainLabel(hit.snippet) }),
    iconPath: new vscode.ThemeIcon(isCurrent ? 'comment-discussion' : 'comment'),
    // VS Code filters by label only, and would hide rows that matched in the conversation's text.
    alwaysShow: true,
    buttons: rowButtons(isPinned),
    row: { kind: 'conversation', conversation },
  };
}

function isRecent(ms: number, { nowMs, timeZone }: PersonTime): boolean {
  const group = dayGroup(ms, nowMs, timeZone);
  return group === 'today' || group === 'yesterday';
}

/** Returns the time of day or the date; pinned and older conversations have no day group that shows it. */
function pinnedTime(ms: number, time: PersonTime): string {
  return dayGroup(ms, time.nowMs, time.timeZone) === 'today' ? hourText(ms, time.timeZone) : dateText(ms, time);
}

function rowButtons(isPinned: boolean): HistoryButton[] {
  const icon = (name: string): vscode.ThemeIcon => new vscode.ThemeIcon(name);
  return [
    isPinned
      ? { does: 'unpin', iconPath: icon('pinned'), tooltip: vscode.l10n.t('Unpin') }
      : { does: 'pin', iconPath: icon('pin'), tooltip: vscode.l10n.t('Pin') },
    { does: 'rename', iconPath: icon('edit'), tooltip: vscode.l10n.t('Rename...') },
    { does: 'delete', iconPath: icon('trash'), tooltip: vscode.l10n.t('Delete') },
  ];
}

function groupName(group: DayGroup | 'pinned'): string {
  switch (group) {
    case 'pinned':
      return vscode.l10n.t('Pinned');
    case 'today':
      return vscode.l10n.t('Today');
    case 'yesterday':
      return vscode.l10n.t('Yesterday');
    case 'lastWeek':
      return vscode.l10n.t('Last 7 days');
    case 'older':
      return vscode.l10n.t('Older');
  }
}
