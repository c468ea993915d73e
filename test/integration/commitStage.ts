import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatBackend, ChatRequest } from '../../src/core/chat.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { askOnce } from '../../src/host/asking/askOnce.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { commitCommands } from '../../src/host/commit/commitCommands.ts';
import type { Configuration } from '../../src/host/configuration.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { SETTINGS, type SettingId } from '../../src/host/settings.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { scripted } from '../unit/conversation/sessionStage.ts';
import { expectFree } from './expectations.ts';

/** Git identity of the user. */
const ME = { name: '我', email: 'me@example.com' };

/** A repository that is open in VS Code. */
export interface TestRepository {
  readonly rootUri: vscode.Uri;
  readonly box: { value: string };
  readonly git: (...parameters: readonly string[]) => string;
  readonly write: (file: string, content: string | Uint8Array) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Counter that makes paths unique: VS Code opens no repository at a path where one was closed. */
let made = 0;

interface OpenRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
}

interface RepositoryOptions {
  readonly npmPackage?: string;
  /** Returns the subject of the commit that adds a file. */
  readonly subject?: (file: string) => string;
  /** Whether the repository is outside the workspace. */
  readonly isOutside?: boolean;
}

/** Creates a repository from the sources of an npm package, with one commit per file, or an empty one. */
export async function repositoryOf(
  name: string,
  { npmPackage, subject, isOutside = false }: RepositoryOptions,
): Promise<TestRepository> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no workspace');
  const folder = isOutside ? vscode.Uri.file(temporaryFolder()) : workspace;
  const rootUri = vscode.Uri.joinPath(folder, `commits ${++made}`, name);
  await vscode.workspace.fs.createDirectory(rootUri);
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', parameters, { cwd: rootUri.fsPath, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', ME.name);
  git('config', 'user.email', ME.email);
  if (npmPackage !== undefined) {
    // This module runs as dist/test/integration/index.cjs.
    const sources = path.resolve(__dirname, '../../../node_modules', npmPackage);
    for (const file of readdirSync(sources, { withFileTypes: true })) {
      if (!file.isFile() || file.name.startsWith('.')) continue;
      cpSync(path.join(sources, file.name), path.join(rootUri.fsPath, file.name));
      git('add', '-A');
      git('commit', '-q', '-m', subject?.(file.name) ?? `Add ${file.name}`);
    }
  }
  interface Api {
    openRepository(uri: vscode.Uri): Promise<OpenRepository | null>;
  }
  // Older versions of VS Code ask before they open a repository outside the workspace.
  const asks = vscode.workspace.getConfiguration('git');
  const always = isOutside ? 'always' : undefined;
  await asks.update('openRepositoryInParentFolders', always, vscode.ConfigurationTarget.Global);
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Api }>('vscode.git');
  const opened = await (await extension?.activate())?.getAPI(1).openRepository(rootUri);
  await asks.update('openRepositoryInParentFolders', undefined, vscode.ConfigurationTarget.Global);
  return {
    rootUri,
    box: opened?.inputBox ?? assert.fail('the repository was not opened'),
    git,
    write: async (file, content) =>
      vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(rootUri, file),
        typeof content === 'string' ? Buffer.from(content) : content,
      ),
    remove: async () => {
      await vscode.commands.executeCommand('git.close', rootUri);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(rootUri, '..'), { recursive: true });
    },
  };
}

type Settings = Partial<Record<SettingId, unknown>>;

/** The commands, with a scripted service. */
export interface CommitDesk {
  readonly requests: readonly ChatRequest[];
  /** Signals of the requests, in order. */
  readonly signals: readonly AbortSignal[];
  /** Returns the last message to the model, which contains the changes. */
  readonly asked: () => string;
  readonly generate: (given?: unknown) => Promise<void>;
  readonly stop: (given?: unknown) => void;
  readonly clock: VirtualClock;
}

/** @param script as for `scripted`: events, and callbacks between them. */
export function commitDesk(
  script: Parameters<typeof scripted>,
  {
    settings = {},
    isLocalSide = false,
    isThinking = false,
  }: { readonly settings?: Settings; readonly isLocalSide?: boolean; readonly isThinking?: boolean } = {},
): CommitDesk {
  const { backend: answering, requests } = scripted(...script);
  const signals: AbortSignal[] = [];
  const backend: ChatBackend = (request, signal) => {
    signals.push(signal);
    return answering(request, signal);
  };
  const clock = new VirtualClock();
  const configuration = {
    get: (id: SettingId): unknown => settings[id] ?? SETTINGS[id].default,
  } as Pick<Configuration, 'get'>;
  const ask = askOnce({
    backend,
    settings: () => ({
      model: 'ernie-5.1',
      maxOutputTokens: 4096,
      modelContextTokens: 131_072,
      modelOutputTokens: 65_536,
      isThinking,
      temperature: undefined,
    }),
    workspace: 'demo',
    decideSecrets: new SecretCheck().decide,
    costCheck: new CostCheck(expectFree, () => undefined),
    allowHost: () => Promise.resolve(false),
    enterPrice: () => Promise.resolve(false),
    clock,
    logger: silentLogger,
  });
  const commands = commitCommands({
    askOnce: ask,
    configuration,
    isThinking: () => isThinking,
    isLocalSide,
    clock,
    logger: silentLogger,
  });
  return {
    requests,
    signals,
    asked: () => requests.at(-1)?.messages.at(-1)?.content ?? assert.fail('nothing was asked'),
    generate: async given => commands[COMMANDS.generateCommitMessage](given),
    stop: given => void commands[COMMANDS.stopCommitMessage](given),
    clock,
  };
}
