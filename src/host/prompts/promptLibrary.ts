import * as vscode from 'vscode';
import { type BrokenPrompt, comparedName, type PromptFile } from '../../core/conversation/promptFile.ts';
import { type PromptVariable, variablesIn } from '../../core/conversation/promptTemplate.ts';
import { BUILT_IN_PROMPTS, type BuiltInPrompt } from './builtInPrompts.ts';
import { type FoundPrompt, readOwnPrompts, readSharedPrompts } from './promptFolder.ts';

/** A prompt of the person's own, or one that came with the workspace. */
export interface WrittenPrompt extends PromptFile {
  readonly kind: 'own' | 'workspace';
  readonly uri: vscode.Uri;
}

export type LibraryPrompt = BuiltInPrompt | WrittenPrompt;

/** A file that is not used as a prompt, and why. */
export interface UnusedPrompt {
  readonly uri: vscode.Uri;
  readonly kind: WrittenPrompt['kind'];
  readonly why: BrokenPrompt | 'unreadable' | 'link' | { readonly takenName: string };
}

/** All there is, as the files say it now. */
export interface PromptList {
  readonly prompts: readonly LibraryPrompt[];
  readonly unused: readonly UnusedPrompt[];
}

/**
 * The prompts that can be typed after a slash. A person's own prompt takes the place of a built-in one of its name; one
 * that came with a workspace takes nobody's place, because whoever types the name means the other. Workspaces that are
 * not trusted have none.
 */
export class PromptLibrary {
  /** Where the person's own prompts are. It need not be there yet. */
  readonly ownFolder: vscode.Uri;

  readonly #mayShare: () => boolean;

  constructor(ownFolder: vscode.Uri, mayShare: () => boolean) {
    this.ownFolder = ownFolder;
    this.#mayShare = mayShare;
  }

  /** Reads all of them. */
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

  /** The prompt that is meant by a typed name. */
  async find(name: string): Promise<LibraryPrompt | undefined> {
    const { prompts } = await this.load();
    return prompts.find(prompt => namesOf(prompt).some(each => comparedName(each) === comparedName(name)));
  }
}

/** What can be typed for a prompt. */
export function namesOf(prompt: LibraryPrompt): readonly string[] {
  return prompt.kind === 'builtIn' ? [prompt.english, prompt.chinese] : [prompt.name];
}

/**
 * The variables of a prompt. What a workspace brought along must not reach for what was copied elsewhere: there `clipboard`
 * is none.
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

  /** It keeps the one of its names that a person's own prompt does not have. */
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
