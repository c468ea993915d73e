import * as vscode from 'vscode';
import type { CommandTable } from '../commands/index.ts';
import { chooseRepository } from '../context/chooseRepository.ts';
import type { GitApi, GitRepository } from '../context/gitExtension.ts';
import { COMMANDS, CONTEXT_KEYS } from '../ids.ts';
import { findGit } from './findGit.ts';
import { messageFromClipboard } from './messageFromClipboard.ts';
import { offerClipboard } from './offerClipboard.ts';
import { type CommitParts, writeMessage } from './writeMessage.ts';

interface CommitCommandParts extends CommitParts {
  /** Whether the extension runs on the user's own computer; in a remote window, that is not where the files are. */
  readonly isLocalSide: boolean;
}

type CommitCommandId = typeof COMMANDS.generateCommitMessage | typeof COMMANDS.stopCommitMessage;

/** Key used instead of a repository's URI. */
const CLIPBOARD = 'clipboard';

/** Creates the commands that generate a commit message, one at a time per repository, and that stop it. */
export function commitCommands(parts: CommitCommandParts): Pick<CommandTable, CommitCommandId> {
  /** By the repository's URI: the controller that stops it, and the last generated message. */
  const running = new Map<string, AbortController>();
  const made = new Map<string, string>();

  async function run(key: string, write: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (running.has(key)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('A commit message is already being generated.'));
      return;
    }
    const abort = new AbortController();
    running.set(key, abort);
    tellWindow(running);
    try {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, () => write(abort.signal));
    } finally {
      running.delete(key);
      tellWindow(running);
    }
  }

  async function fromClipboard(): Promise<void> {
    await run(CLIPBOARD, signal => messageFromClipboard(signal, parts));
  }

  async function generate(given: unknown): Promise<void> {
    const git = await findGit(parts.isLocalSide);
    if (typeof git === 'string') return (await offerClipboard(git)) ? fromClipboard() : undefined;
    if (git.repositories.length === 0) return (await offerClipboard('noRepository')) ? fromClipboard() : undefined;
    const repository =
      repositoryOf(given, git) ??
      (await chooseRepository(git, vscode.l10n.t('A commit message for which repository?')));
    if (repository === undefined) return;
    const key = repository.rootUri.toString();
    await run(key, async signal => {
      const message = await writeMessage(repository, made.get(key), signal, parts);
      if (message !== undefined) made.set(key, message);
    });
  }

  /**
   * Stops the message for the repository whose button was clicked. If none is being written there, stops all: while one
   * is written, every title shows the button.
   */
  function stop(given: unknown): void {
    const own = running.get(rootOf(given)?.toString() ?? '');
    for (const abort of own === undefined ? [...running.values()] : [own]) abort.abort();
  }

  return {
    [COMMANDS.generateCommitMessage]: generate,
    [COMMANDS.stopCommitMessage]: stop,
  };
}

/** Source Control passes its repository to title commands, as VS Code's `SourceControl`. */
function rootOf(given: unknown): vscode.Uri | undefined {
  if (typeof given !== 'object' || given === null || !('rootUri' in given)) return undefined;
  return given.rootUri instanceof vscode.Uri ? given.rootUri : undefined;
}

function repositoryOf(given: unknown, git: GitApi): GitRepository | undefined {
  const root = rootOf(given)?.toString();
  return root === undefined ? undefined : git.repositories.find(({ rootUri }) => rootUri.toString() === root);
}

function tellWindow(running: ReadonlyMap<string, unknown>): void {
  void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.isWritingCommitMessage, running.size > 0);
}
