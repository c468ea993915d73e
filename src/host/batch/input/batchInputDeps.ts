import type * as vscode from 'vscode';
import type { ReplyLanguage } from '../../../core/conversation/prompts.ts';
import type { CsvRows } from '../../../lazy/csvRows.ts';
import type { TextDocuments } from '../../context/textDocuments.ts';
import type { PromptLibrary } from '../../prompts/promptLibrary.ts';

/** What is needed to ask the user for a batch's input. */
export interface BatchInputDeps {
  /** Whether the workspace is trusted. */
  readonly mayRun: () => boolean;
  readonly library: PromptLibrary;
  readonly replyLanguage: () => ReplyLanguage;
  /** Stores what was typed last. */
  readonly memory: vscode.Memento;
  /** Shows long lists. */
  readonly documents: Pick<TextDocuments, 'show'>;
  /** Parses comma-separated values into rows. */
  readonly splitRows: () => CsvRows;
  /** The most tokens of a prompt that fit beside the longest answer; `undefined` when unknown. */
  readonly mostInputTokens: () => number | undefined;
}
