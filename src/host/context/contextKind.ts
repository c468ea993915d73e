import * as vscode from 'vscode';
import type { SuggestionView } from '../../protocol/suggestionMessages.ts';
import { hasProblems } from './takeProblems.ts';

/** What can be attached to a question. */
export type ContextKind = 'selection' | 'file' | 'folder' | 'symbol' | 'problems' | 'terminal' | 'changes';

/** How a kind of context is presented to the user. */
export interface ContextKindWords {
  readonly kind: ContextKind;
  readonly label: string;
  /** The English name: users type it too, whatever their display language. */
  readonly english: string;
  readonly description: string;
  readonly icon: SuggestionView['icon'];
  /** The corresponding icon of VS Code. */
  readonly codicon: string;
}

/** Returns the kinds that are available now. */
export function contextKinds(): readonly ContextKindWords[] {
  const { activeTextEditor, activeTerminal } = vscode.window;
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const all: readonly (readonly [boolean, ContextKindWords])[] = [
    [
      activeTextEditor !== undefined,
      {
        kind: 'selection',
        label: vscode.l10n.t('Selection'),
        english: 'selection',
        description: vscode.l10n.t('of the active editor'),
        icon: 'code',
        codicon: 'code',
      },
    ],
    [
      true,
      {
        kind: 'file',
        label: vscode.l10n.t('File...'),
        english: 'file',
        description: vscode.l10n.t('as a whole'),
        icon: 'file',
        codicon: 'file',
      },
    ],
    [
      hasWorkspace,
      {
        kind: 'folder',
        label: vscode.l10n.t('Folder...'),
        english: 'folder',
        description: vscode.l10n.t('with the text files below it'),
        icon: 'folder',
        codicon: 'folder',
      },
    ],
    [
      activeTextEditor !== undefined || hasWorkspace,
      {
        kind: 'symbol',
        label: vscode.l10n.t('Symbol...'),
        english: 'symbol',
        description: vscode.l10n.t('such as a function or class'),
        icon: 'symbol',
        codicon: 'symbol-method',
      },
    ],
    [
      hasProblems(),
      {
        kind: 'problems',
        label: vscode.l10n.t('Problems'),
        english: 'problems',
        description: vscode.l10n.t('that VS Code shows'),
        icon: 'problem',
        codicon: 'warning',
      },
    ],
    [
      activeTerminal !== undefined,
      {
        kind: 'terminal',
        label: vscode.l10n.t('Terminal Selection'),
        english: 'terminal selection',
        description: vscode.l10n.t('or what the last command printed'),
        icon: 'terminal',
        codicon: 'terminal',
      },
    ],
    [
      hasWorkspace && vscode.extensions.getExtension('vscode.git') !== undefined,
      {
        kind: 'changes',
        label: vscode.l10n.t('Git Changes'),
        english: 'git changes diff',
        description: vscode.l10n.t('staged ones, else all'),
        icon: 'changes',
        codicon: 'git-compare',
      },
    ],
  ];
  return all.flatMap(([isPossible, words]) => (isPossible ? [words] : []));
}
