import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { comparedName } from '../../core/conversation/promptFile.ts';
import type { SuggestionView } from '../../protocol/suggestionMessages.ts';
import type { SuggestionSource } from '../chat/suggestionHandlers.ts';
import { shownQuestion } from '../commands/selectionQuestion.ts';
import { isChinese } from '../language.ts';
import { type LibraryPrompt, namesOf, type PromptLibrary, type PromptList, variablesOf } from './promptLibrary.ts';

/** Caches the list, so that it is not read again for each keystroke. */
const FRESH_MS = 2000;

/** Maximum number of suggestions. */
const MAX_SUGGESTIONS = 50;

interface PromptSuggestionsOptions {
  readonly library: PromptLibrary;
  readonly clock: Clock;
  /** Attaches the selection, if there is one and the question has no attachments yet. */
  readonly attachSelection: () => Promise<void>;
}

/** Returns the completions for prompts after a slash. */
export function promptSuggestions({ library, clock, attachSelection }: PromptSuggestionsOptions): SuggestionSource {
  let read: { readonly atMs: number; readonly list: Promise<PromptList> } | undefined;
  const recent = async (): Promise<PromptList> => {
    const nowMs = clock.monotonicMs();
    if (read === undefined || nowMs - read.atMs > FRESH_MS) read = { atMs: nowMs, list: library.load() };
    return read.list;
  };
  return {
    find: async query => {
      const { prompts } = await recent();
      const wanted = comparedName(query);
      return prompts
        .map((prompt, place) => ({ prompt, place, rank: rankOf(prompt, wanted) }))
        .filter(({ rank }) => rank < UNRELATED)
        .sort((one, other) => one.rank - other.rank || one.place - other.place)
        .slice(0, MAX_SUGGESTIONS)
        .map(({ prompt }) => viewOf(prompt));
    },
    take: async id => {
      const { prompts } = await recent();
      const taken = prompts.find(prompt => viewOf(prompt).id === id);
      if (taken !== undefined && isAboutSelection(taken)) await attachSelection();
    },
  };
}

const UNRELATED = 3;

/** Ranks matches: name prefixes first, then other matches in names, then matches in descriptions. */
function rankOf(prompt: LibraryPrompt, wanted: string): number {
  const names = [...namesOf(prompt), ...(prompt.kind === 'builtIn' ? [prompt.pinyin] : [])].map(comparedName);
  if (names.some(name => name.startsWith(wanted))) return 0;
  if (names.some(name => name.includes(wanted))) return 1;
  return comparedName(descriptionOf(prompt)).includes(wanted) ? 2 : UNRELATED;
}

function viewOf(prompt: LibraryPrompt): SuggestionView {
  const name = shownName(prompt);
  return {
    id: `${prompt.kind}:${name}`,
    label: `/${name}`,
    description: descriptionOf(prompt),
    icon: 'prompt',
    insert: `/${name} `,
  };
}

/** Returns the name to display. */
export function shownName(prompt: LibraryPrompt): string {
  if (prompt.kind !== 'builtIn') return prompt.name;
  return isChinese() ? prompt.chinese : prompt.english;
}

/** Returns one line about a prompt; for a workspace's prompt it names that origin. */
export function descriptionOf(prompt: LibraryPrompt): string {
  if (prompt.kind === 'builtIn') return shownQuestion(prompt.feature);
  const about = prompt.description === '' ? (prompt.body.split('\n', 1)[0] ?? '') : prompt.description;
  const line = about.length > 200 ? `${about.slice(0, 200)}…` : about;
  return prompt.kind === 'own' ? line : vscode.l10n.t('From this workspace: {description}', { description: line });
}

function isAboutSelection(prompt: LibraryPrompt): boolean {
  return prompt.kind === 'builtIn' || variablesOf(prompt).known.includes('selection');
}
