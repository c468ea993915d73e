import { posix } from 'node:path';
import * as vscode from 'vscode';
import { fileAssociations } from '../../configuration.ts';

/** The part of a language contribution in an extension's manifest that is used here. */
interface LanguageContribution {
  readonly id?: unknown;
  readonly extensions?: unknown;
  readonly filenames?: unknown;
}

const PLAIN = 'plaintext';

/**
 * Determines the languages of files that are not open, from the manifests of extensions and the user's file
 * associations.
 */
export class LanguageIds {
  readonly #byName = new Map<string, string>();
  readonly #byEnding = new Map<string, string>();

  constructor() {
    for (const { packageJSON } of vscode.extensions.all) {
      const { contributes } = packageJSON as { readonly contributes?: { readonly languages?: unknown } };
      for (const language of listOf(contributes?.languages)) this.#add(language as LanguageContribution);
    }
    for (const [pattern, id] of Object.entries(fileAssociations())) {
      const [, ending] = /^\*(\.[^*/{}[\]?]+)$/.exec(pattern) ?? [];
      if (ending !== undefined && typeof id === 'string') this.#byEnding.set(ending.toLowerCase(), id);
    }
  }

  /** Returns VS Code's language id; `plaintext` for an unknown language. */
  of(uri: vscode.Uri): string {
    const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    if (open !== undefined) return open.languageId;
    const name = posix.basename(uri.path).toLowerCase();
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    // For `a.d.ts`, try `.d.ts` first, then `.ts`.
    for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
      const id = this.#byEnding.get(name.slice(at));
      if (id !== undefined) return id;
    }
    return PLAIN;
  }

  #add({ id, extensions, filenames }: LanguageContribution): void {
    if (typeof id !== 'string') return;
    // The first extension to claim a file ending wins.
    for (const ending of textsOf(extensions)) if (!this.#byEnding.has(ending)) this.#byEnding.set(ending, id);
    for (const name of textsOf(filenames)) if (!this.#byName.has(name)) this.#byName.set(name, id);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value)
    .filter(each => typeof each === 'string')
    .map(each => each.toLowerCase());
}
