import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Tool } from '../../core/answerOptions.ts';
import type { ToolCall, Usage } from '../../core/chat.ts';
import { inputOf } from './inputOf.ts';

/** Where the parts of an answer go. */
type Progress = vscode.Progress<vscode.LanguageModelResponsePart>;

/** Classes that VS Code 1.104 has, but not in its types; `undefined` where a version does not know one. */
const { LanguageModelThinkingPart, LanguageModelDataPart } = vscode as unknown as {
  readonly LanguageModelThinkingPart?: new (value: string, id?: string, metadata?: object) => object;
  readonly LanguageModelDataPart?: { json(value: unknown, mimeType: string): object };
};

/** With this VS Code's own models say that they reason no more. */
const REASONED = { vscode_reasoning_done: true };

/** Under this type VS Code's chat takes the tokens of an answer, for its view of how full the context is. */
const USAGE_TYPE = 'usage';

/** Hands an answer over, part by part. */
export class AnswerParts {
  readonly #progress: Progress;
  readonly #tools: readonly Tool[];
  #isReasoning = false;

  /** @param tools those that may be called. */
  constructor(progress: Progress, tools: readonly Tool[]) {
    this.#progress = progress;
    this.#tools = tools;
  }

  text(text: string): void {
    this.#endReasoning();
    this.#progress.report(new vscode.LanguageModelTextPart(text));
  }

  /** Dropped where VS Code has no part for it. */
  reasoning(text: string): void {
    if (LanguageModelThinkingPart === undefined) return;
    this.#isReasoning = true;
    this.#report(new LanguageModelThinkingPart(text));
  }

  /** The first of the calls that cannot be made is given back; then none is made. */
  calls(calls: readonly ToolCall[]): ToolCall | undefined {
    this.#endReasoning();
    const made = calls.map(call => ({ ...call, input: inputOf(call, this.#tools) }));
    const broken = made.find(({ input, name }) => input === undefined || name === '');
    if (broken !== undefined) return broken;
    for (const { id, name, input = {} } of made) {
      // What the tool gives back has to name its call.
      this.#progress.report(new vscode.LanguageModelToolCallPart(id === '' ? `call_${randomUUID()}` : id, name, input));
    }
    return undefined;
  }

  /** Says how many tokens it took, for VS Code's own chat alone: others would not know what it is. */
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

  /** VS Code takes it, though its types do not say so. */
  #report(part: object): void {
    this.#progress.report(part as vscode.LanguageModelResponsePart);
  }
}
