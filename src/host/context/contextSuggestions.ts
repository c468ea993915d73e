import * as vscode from 'vscode';
import type { SuggestionView } from '../../protocol/suggestionMessages.ts';
import type { SuggestionSource } from '../chat/suggestionHandlers.ts';
import { type ContextKind, contextKinds } from './contextKind.ts';
import { fuzzyMatch } from './fuzzyMatch.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** Enough for a list. */
const MAX_FILES = 12;

interface ContextSuggesting {
  readonly files: WorkspaceFiles;
  readonly attachKind: (kind: ContextKind) => Promise<void>;
  readonly attachFile: (uri: vscode.Uri) => Promise<void>;
}

/** Creates the suggestions after an `@`: kinds of context, and files by name. */
export function contextSuggestions({ files, attachKind, attachFile }: ContextSuggesting): SuggestionSource {
  /** Only what was suggested can be taken, by its id. */
  let offered = new Map<string, () => Promise<void>>();

  return {
    find: async query => {
      const wanted = query.trim();
      const kinds = contextKinds().filter(words => isMeant(wanted, words.label) || isMeant(wanted, words.english));
      const uris = wanted === '' ? [] : await files.find(wanted, MAX_FILES);
      const actions = new Map<string, () => Promise<void>>();
      const views: SuggestionView[] = [];
      for (const { kind, label, description, icon } of kinds) {
        actions.set(kind, () => attachKind(kind));
        views.push({ id: kind, label, description, icon });
      }
      for (const [index, uri] of uris.entries()) {
        const id = `file ${index} ${uri.path.length}`;
        actions.set(id, () => attachFile(uri));
        views.push({ id, ...nameAndFolder(uri), icon: 'file' });
      }
      offered = actions;
      return views;
    },
    take: async id => offered.get(id)?.(),
  };
}

function isMeant(query: string, name: string): boolean {
  return fuzzyMatch(query, name) !== undefined;
}

function nameAndFolder(uri: vscode.Uri): Pick<SuggestionView, 'label' | 'description'> {
  const path = vscode.workspace.asRelativePath(uri);
  const at = path.lastIndexOf('/');
  return { label: path.slice(at + 1), description: at < 0 ? '' : path.slice(0, at) };
}
