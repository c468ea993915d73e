import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Session } from '../../core/conversation/session.ts';
import type { Composer } from '../chat/composer.ts';
import type { ContextActionId } from '../chat/contextView.ts';
import type { HandlersOf } from '../chat/pageHandlers.ts';
import type { ContextMessage } from '../../protocol/contextMessages.ts';
import type { SuggestionSource } from '../chat/suggestionHandlers.ts';
import { pickCode } from '../commands/pickCode.ts';
import { chooseContext } from './chooseContext.ts';
import { type ContextKind, contextKinds } from './contextKind.ts';
import { contextHandlers } from './contextHandlers.ts';
import { contextSuggestions } from './contextSuggestions.ts';
import type { ContextTools } from './contextTools.ts';
import { openAttachment } from './openAttachment.ts';
import { pickFile } from './pickFile.ts';
import { pickSymbol } from './pickSymbol.ts';
import { promptPreview } from './promptPreview.ts';
import { takeChanges } from './takeChanges.ts';
import { takeDropped } from './takeDropped.ts';
import { takeFile } from './takeFile.ts';
import { takeProblems } from './takeProblems.ts';
import { takeTerminal } from './takeTerminal.ts';
import { takeText } from './takeText.ts';
import { TextDocuments } from './textDocuments.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

interface ContextParts {
  readonly session: Session;
  readonly composer: Composer;
  /** Attaches to the next question and focuses the composer. */
  readonly attach: (attachment: Attachment) => Promise<void>;
  /** Returns the actions for the length of the next question. */
  readonly actions: () => readonly ContextActionId[];
  readonly clock: Clock;
  readonly subscriptions: { dispose(): unknown }[];
}

/** The handlers for what is attached to a question. */
export interface Context {
  readonly handlers: HandlersOf<ContextMessage>;
  readonly suggestions: SuggestionSource;
  /** Attaches the target of a menu: files and folders in the explorer, or an editor's file. */
  readonly attachFiles: (clicked: unknown, selected: unknown) => Promise<void>;
  readonly attachTerminal: () => Promise<void>;
}

/** Connects all kinds of attachments to the chat. */
export function connectContext({ session, composer, attach, actions, clock, subscriptions }: ContextParts): Context {
  const documents = new TextDocuments();
  subscriptions.push(documents);
  const files = new WorkspaceFiles(clock);
  const attachTaken = async (taken: Promise<Attachment | undefined>): Promise<void> => {
    const attachment = await taken;
    if (attachment) await attach(attachment);
  };
  const attachFile = async (uri: vscode.Uri | undefined): Promise<void> => {
    if (uri) await attachTaken(takeFile(uri));
  };
  const attachKind = async (kind: ContextKind): Promise<void> => {
    switch (kind) {
      case 'selection':
        return attachTaken(pickCode().then(picked => picked?.attachment));
      case 'file':
        return attachFile(await pickFile(files));
      case 'folder':
        return attachFile(await pickFolder());
      case 'symbol':
        return attachTaken(pickSymbol());
      case 'problems':
        return attachTaken(takeProblems());
      case 'terminal':
        return attachTaken(takeTerminal());
      case 'changes':
        return attachTaken(takeChanges());
    }
  };
  const tools: ContextTools = {
    pick: async () => {
      const kind = await pickKind();
      if (kind !== undefined) await attachKind(kind);
    },
    takeDropped: uris => takeDropped(uris, attach),
    takeText: (name, text) => attachTaken(takeText(name, text)),
    open: attachment => openAttachment(attachment, documents),
    preview: () =>
      documents.show(
        vscode.l10n.t('What Will Be Sent'),
        '',
        promptPreview(session.plan(composer.question)),
        'plaintext',
      ),
    choose: () => chooseContext(session, composer),
  };
  return {
    suggestions: contextSuggestions({ files, attachKind, attachFile }),
    attachFiles: async (clicked, selected) => {
      const uris = Array.isArray(selected) ? selected : [clicked];
      const wanted = uris.filter(uri => uri instanceof vscode.Uri);
      const active = vscode.window.activeTextEditor?.document.uri;
      for (const uri of wanted.length > 0 || active === undefined ? wanted : [active]) await attachFile(uri);
    },
    attachTerminal: () => attachKind('terminal'),
    handlers: contextHandlers({ session, composer, actions, tools }),
  };
}

interface KindItem extends vscode.QuickPickItem {
  readonly stands: ContextKind;
}

async function pickKind(): Promise<ContextKind | undefined> {
  const items: KindItem[] = contextKinds().map(({ kind, label, description, codicon }) => ({
    label,
    iconPath: new vscode.ThemeIcon(codicon),
    description,
    stands: kind,
  }));
  const placeHolder = vscode.l10n.t('What goes along with your question?');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.stands;
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Attach'),
      ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
    })) ?? [];
  return folder;
}
