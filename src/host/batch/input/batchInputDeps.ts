import type * as vscode from 'vscode';
import type { ReplyLanguage } from '../../../core/conversation/prompts.ts';
import type { CsvRows } from '../../../lazy/csvRows.ts';
import type { TextDocuments } from '../../context/textDocuments.ts';
import type { PromptLibrary } from '../../prompts/promptLibrary.ts';

/** What it takes to ask a person what a batch is about. */
export interface BatchInputDeps {
  /** Whether the person trusts what is open. */
  readonly mayRun: () => boolean;
  readonly library: PromptLibrary;
  readonly replyLanguage: () => ReplyLanguage;
  /** Remembers what was typed last. */
  readonly memory: vscode.Memento;
  /** Where long lists are read. */
  readonly documents: Pick<TextDocuments, 'show'>;
  /** Splits a text of comma-separated values into its rows. */
  readonly splitRows: () => CsvRows;
  /** Tokens of a question that the model takes beside its longest answer; `undefined` when unknown. */
  readonly mostInputTokens: () => number | undefined;
}
