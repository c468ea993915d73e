import * as vscode from 'vscode';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import { estimateTokens } from '../../../core/tokens.ts';
import { sentences } from '../../sentences.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';
import { pickBatchPrompt } from './batchPrompt.ts';
import { type ChosenFiles, MAX_FILES } from './chosenFiles.ts';
import { fileQuestions } from './fileQuestions.ts';
import { leftOutText } from './leftOutText.ts';
import { LeftOutFiles } from './leftOutFiles.ts';
import { pickWayOfAsking } from './pickWayOfAsking.ts';
import { readSources, type SourceFile } from './readSources.ts';

/**
 * The most characters that a token can stand for. A text longer than this allows is rejected without counting its
 * tokens.
 */
const MOST_CHARACTERS_A_TOKEN = 16;

/** Creates a batch about files. They are read first, so that the user knows how many files the prompt is about. */
export async function filesInput(deps: BatchInputDeps, chosen: ChosenFiles): Promise<BatchInput | undefined> {
  const leftOut = new LeftOutFiles();
  const sources = await withSteps(vscode.l10n.t('Reading files'), chosen.uris.length, (signal, onProgress) =>
    readSources(chosen.uris, { leftOut, signal, onProgress }),
  );
  if (sources === undefined) return undefined;
  if (chosen.isCut) leftOut.add('too-many', MAX_FILES.toLocaleString('en-US'));
  if (sources.length === 0) {
    tellNothing(leftOut);
    return undefined;
  }

  const prompt = await pickBatchPrompt(deps);
  if (prompt === undefined) return undefined;
  const way = await pickWayOfAsking(prompt, sources.length);
  if (way === undefined) return undefined;
  const most = deps.mostInputTokens();
  const fits = (message: string): boolean =>
    most === undefined || (message.length <= MOST_CHARACTERS_A_TOKEN * most && estimateTokens(message) <= most);
  const replyLanguage = deps.replyLanguage();
  const lines = await withSteps(vscode.l10n.t('Preparing questions'), sources.length, (signal, onProgress) =>
    fileQuestions(sources, { ...way, prompt, replyLanguage, fits, leftOut, signal, onProgress }),
  );
  if (lines === undefined) return undefined;
  if (lines.length === 0) {
    tellNothing(leftOut);
    return undefined;
  }
  return {
    title: titleOf(prompt.title, sources),
    origin: way.isByFunction ? 'functions' : 'files',
    ...(way.isEdit && { isEdit: true }),
    count: lines.length,
    lines,
    leftOut: leftOut.list,
  };
}

function titleOf(prompt: string, [first, ...others]: readonly SourceFile[]): string {
  const facts = { prompt, file: first?.path ?? '', count: String(others.length + 1) };
  return others.length === 0
    ? vscode.l10n.t('{prompt} · {file}', facts)
    : vscode.l10n.t('{prompt} · {count} files', facts);
}

function tellNothing(leftOut: LeftOutFiles): void {
  const nothing = vscode.l10n.t('There is nothing to ask about. Nothing was sent.');
  void vscode.window.showInformationMessage(sentences([nothing, ...leftOut.list.map(leftOutText)]));
}

/** Shows cancellable progress; returns `undefined` when the user cancels. */
async function withSteps<T>(
  title: string,
  total: number,
  run: (signal: AbortSignal, onProgress: (done: number) => void) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let shown = 0;
    const onProgress = (done: number): void => {
      progress.report({ increment: (100 * (done - shown)) / total, message: `${done}/${total}` });
      shown = done;
    };
    try {
      return await run(stop.signal, onProgress);
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    }
  });
}
