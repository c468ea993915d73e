import * as vscode from 'vscode';
import { type BrokenPrompt, comparedName, type PromptFile } from '../../core/conversation/promptFile.ts';
import { type PromptVariable, variablesIn } from '../../core/conversation/promptTemplate.ts';
import { BUILT_IN_PROMPTS, type BuiltInPrompt } from './builtInPrompts.ts';
import { type FoundPrompt, readOwnPrompts, readSharedPrompts } from './promptFolder.ts';

/** A prompt of the user or of the workspace. */
export interface WrittenPrompt extends PromptFile {
  readonly kind: 'own' | 'workspace';
  readonly uri: vscode.Uri;
}

export type LibraryPrompt = BuiltInPrompt | WrittenPrompt;

/** A file that is not used as a prompt, with the reason. */
export interface UnusedPrompt {
  readonly uri: vscode.Uri;
  readonly kind: WrittenPrompt['kind'];
  readonly why: BrokenPrompt | 'unreadable' | 'link' | { readonly takenName: string };
}

/** All prompts, and the files that are not used. */
export interface PromptList {
  readonly prompts: readonly LibraryPrompt[];
  readonly unused: readonly UnusedPrompt[];
}

/**
 * The prompts that can be typed after a slash. The user's prompts override built-in ones of the same name. Workspace
 * prompts override none, because the user expects the known one behind a name. Untrusted workspaces provide none.
 */
export class PromptLibrary {
  /** Folder of the user's prompts. It may not exist yet. */
  readonly ownFolder: vscode.Uri;

  readonly #mayShare: () => boolean;

  constructor(ownFolder: vscode.Uri, mayShare: () => boolean) {
    this.ownFolder = ownFolder;
    this.#mayShare = mayShare;
  }

  /** Reads all prompts from disk. */
  async load(): Promise<PromptList> {
    const folders = this.#mayShare() ? (vscode.workspace.workspaceFolders ?? []) : [];
    const [own, ...shared] = await Promise.all([
      readOwnPrompts(this.ownFolder),
      ...folders.map(({ uri }) => readSharedPrompts(uri)),
    ]);
    const list = new ListedPrompts();
    for (const found of own) list.add('own', found);
    for (const prompt of BUILT_IN_PROMPTS) list.addBuiltIn(prompt);
    for (const found of shared.flat()) list.add('workspace', found);
    return list;
  }

  /** Finds the prompt for a typed name. */
  async find(name: string): Promise<LibraryPrompt | undefined> {
    const { prompts } = await this.load();
    return prompts.find(prompt => namesOf(prompt).some(each => comparedName(each) === comparedName(name)));
  }
}

/** Returns the names that can be typed for a prompt. */
export function namesOf(prompt: LibraryPrompt): readonly string[] {
  return prompt.kind === 'builtIn' ? [prompt.english, prompt.chinese] : [prompt.name];
}

/**
 * Returns the variables of a prompt. In a workspace's prompt `clipboard` counts as unknown, so that the prompt cannot
 * read what the user copied elsewhere.
 */
export function variablesOf({ kind, body }: WrittenPrompt): {
  readonly known: readonly PromptVariable[];
  readonly unknown: readonly string[];
} {
  const { known, unknown } = variablesIn(body);
  if (kind === 'own' || !known.includes('clipboard')) return { known, unknown };
  return { known: known.filter(name => name !== 'clipboard'), unknown: [...unknown, 'clipboard'] };
}

class ListedPrompts implements PromptList {
  readonly prompts: LibraryPrompt[] = [];
  readonly unused: UnusedPrompt[] = [];
  readonly #taken = new Set<string>();

  add(kind: WrittenPrompt['kind'], { uri, content }: FoundPrompt): void {
    if (typeof content === 'string' || 'fault' in content) this.unused.push({ uri, kind, why: content });
    else if (this.#take(content.name)) this.prompts.push({ ...content, kind, uri });
    else this.unused.push({ uri, kind, why: { takenName: content.name } });
  }

  /** Adds a built-in prompt unless the user's prompts have taken both of its names. */
  addBuiltIn(prompt: BuiltInPrompt): void {
    const names = [prompt.english, prompt.chinese].map(name => this.#take(name));
    if (names.includes(true)) this.prompts.push(prompt);
  }

  #take(name: string): boolean {
    const compared = comparedName(name);
    if (this.#taken.has(compared)) return false;
    this.#taken.add(compared);
    return true;
  }
}
