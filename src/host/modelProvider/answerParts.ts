import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Tool } from '../../core/answerOptions.ts';
import type { Usage } from '../../core/booking.ts';
import type { ToolCall } from '../../core/chat.ts';
import { inputOf } from './inputOf.ts';

/** Receives the parts of an answer. */
type Progress = vscode.Progress<vscode.LanguageModelResponsePart>;

/** Classes that exist at runtime since VS Code 1.104 but not in its types; `undefined` in versions without them. */
const { LanguageModelThinkingPart, LanguageModelDataPart } = vscode as unknown as {
  readonly LanguageModelThinkingPart?: new (value: string, id?: string, metadata?: object) => object;
  readonly LanguageModelDataPart?: { json(value: unknown, mimeType: string): object };
};

/** Metadata by which VS Code's built-in models mark the end of reasoning. */
const REASONED = { vscode_reasoning_done: true };

/** MIME type under which VS Code's chat reads an answer's token counts, for its display of context usage. */
const USAGE_TYPE = 'usage';

/** Reports an answer to VS Code part by part. */
export class AnswerParts {
  readonly #progress: Progress;
  readonly #tools: readonly Tool[];
  #isReasoning = false;

  /** @param tools the tools offered to the model. */
  constructor(progress: Progress, tools: readonly Tool[]) {
    this.#progress = progress;
    this.#tools = tools;
  }

  text(text: string): void {
    this.#endReasoning();
    this.#progress.report(new vscode.LanguageModelTextPart(text));
  }

  /** Reports reasoning; drops it if this VS Code has no part class for it. */
  reasoning(text: string): void {
    if (LanguageModelThinkingPart === undefined) return;
    this.#isReasoning = true;
    this.#report(new LanguageModelThinkingPart(text));
  }

  /** Reports tool calls. If any of them is invalid, reports none and returns the first invalid one. */
  calls(calls: readonly ToolCall[]): ToolCall | undefined {
    this.#endReasoning();
    const made = calls.map(call => ({ ...call, input: inputOf(call, this.#tools) }));
    const broken = made.find(({ input, name }) => input === undefined || name === '');
    if (broken !== undefined) return broken;
    for (const { id, name, input = {} } of made) {
      // The tool's result refers to the call by its id, so a call needs one.
      this.#progress.report(new vscode.LanguageModelToolCallPart(id === '' ? `call_${randomUUID()}` : id, name, input));
    }
    return undefined;
  }

  /** Reports token counts. Only for VS Code's own chat; other extensions do not know this part. */
  usage({ inputTokens, outputTokens, cachedInputTokens }: Usage): void {
    if (LanguageModelDataPart === undefined) return;
    const usage = {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: cachedInputTokens },
    };
    this.#report(LanguageModelDataPart.json(usage, USAGE_TYPE));
  }

  #endReasoning(): void {
    if (!this.#isReasoning || LanguageModelThinkingPart === undefined) return;
    this.#isReasoning = false;
    this.#report(new LanguageModelThinkingPart('', '', REASONED));
  }

  /** Reports a part that VS Code accepts although its types do not declare it. */
  #report(part: object): void {
    this.#progress.report(part as vscode.LanguageModelResponsePart);
  }
}
