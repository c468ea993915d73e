import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { ignoredBy, KnownFolders } from '../commands/ignoredBy.ts';
import { fuzzyMatch } from './fuzzyMatch.ts';
import { listFiles } from './listFiles.ts';

/** The most files that are searched: more would make the search slow and the list useless. */
const MAX_FILES = 20_000;
/** Age in milliseconds after which the list is read again, so that new files are found. */
const FRESH_MS = 10_000;

/** Files processed before yielding to the event loop. */
const AT_A_TIME = 1_000;
/** Matches checked for whether they may be shown. */
const MAX_LOOKED_AT = 300;

interface ListedFile {
  readonly uri: vscode.Uri;
  /** The path as shown to the user. */
  readonly path: string;
}

interface Listed {
  readonly files: readonly ListedFile[];
  readonly known: KnownFolders;
}

/** The files of the workspace, searchable by name. */
export class WorkspaceFiles {
  readonly #clock: Clock;
  #listed: Promise<Listed> | undefined;
  #listedAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Returns the best matches, open files first. Leaves out files that are ignored, hidden or may hold secrets; the user
   * can still attach those by name, after a confirmation.
   */
  async find(query: string, most: number): Promise<readonly vscode.Uri[]> {
    const { files, known } = await this.#list();
    const open = new Set(openFiles().map(({ path }) => path));
    const ranked = await inPieces(files, ({ uri, path }) => {
      const fit = fuzzyMatch(query, path);
      return fit === undefined ? undefined : { uri, rank: fit - (open.has(uri.path) ? 100 : 0) };
    });
    ranked.sort((one, other) => one.rank - other.rank || one.uri.path.length - other.uri.path.length);
    const best: vscode.Uri[] = [];
    for (const { uri } of ranked.slice(0, MAX_LOOKED_AT)) {
      if (best.length === most) break;
      if (!isSecretFile(uri.path) && (await ignoredBy(uri, known)) === undefined) best.push(uri);
    }
    return best;
  }

  #list(): Promise<Listed> {
    if (this.#listed !== undefined && this.#clock.monotonicMs() - this.#listedAtMs < FRESH_MS) return this.#listed;
    this.#listedAtMs = this.#clock.monotonicMs();
    this.#listed = read().catch((error: unknown) => {
      this.#listed = undefined;
      throw error;
    });
    return this.#listed;
  }
}

async function read(): Promise<Listed> {
  const uris = await listFiles('**/*', MAX_FILES);
  const files = await inPieces(uris, uri => ({ uri, path: vscode.workspace.asRelativePath(uri) }));
  return { files, known: new KnownFolders() };
}

async function inPieces<From, To extends object>(
  all: readonly From[],
  make: (each: From) => To | undefined,
): Promise<To[]> {
  const made: To[] = [];
  for (let at = 0; at < all.length; at += AT_A_TIME) {
    if (at > 0) await new Promise(resolve => setImmediate(resolve));
    for (const each of all.slice(at, at + AT_A_TIME)) {
      const one = make(each);
      if (one !== undefined) made.push(one);
    }
  }
  return made;
}

function openFiles(): vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  return tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
}
