import * as vscode from 'vscode';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import { priceText, sourceText } from '../models/modelFacts.ts';

/** A model as VS Code lists it. */
export interface OfferedModel extends vscode.LanguageModelChatInformation {
  /** VS Code 1.104 hides third-party models from its chat without this; later versions ignore it. */
  readonly isUserSelectable: true;
}

/** Facts about the service that offers the models. */
interface OfferedBy {
  /** Host of the service. */
  readonly host: string;
  /** The catalogue's `toolCalling` applies to V2 only. */
  readonly api: 'v1' | 'v2';
  /** The user's limit for answers. */
  readonly maxOutputTokens: number;
}

/** Assumed where the context window is unknown. Current models have more, and the service rejects longer input. */
const ASSUMED_CONTEXT_TOKENS = 32_768;

/** Version suffixes of model ids: `-latest`, `-preview`, or a snapshot date. */
const VERSION = /-(latest|preview|\d{4,8})$/i;

/** Returns the available models: not retired, and listed by the service or in use. */
export function offeredModels(models: readonly KnownModel[], inUse: string, by: OfferedBy): OfferedModel[] {
  const isInUse = ({ id }: KnownModel): boolean => id.toLowerCase() === inUse.toLowerCase();
  return models
    .filter(model => model.retiredOn === undefined && (model.isListed !== false || isInUse(model)))
    .map(model => modelInformation(model, by));
}

function modelInformation(model: KnownModel, by: OfferedBy): OfferedModel {
  const { id, contextTokens = ASSUMED_CONTEXT_TOKENS, toolCalling = false } = model;
  const output = Math.min(model.maxOutputTokens ?? Infinity, by.maxOutputTokens, Math.floor(contextTokens / 2));
  return {
    id,
    name: id,
    family: id.replace(VERSION, ''),
    version: VERSION.exec(id)?.[1] ?? id,
    detail: priceText(model),
    tooltip: tooltip(model, by, output),
    maxInputTokens: contextTokens - output,
    maxOutputTokens: output,
    capabilities: { imageInput: false, toolCalling: toolCalling && by.api === 'v2' },
    isUserSelectable: true,
  };
}

function tooltip(model: KnownModel, { host }: OfferedBy, output: number): string {
  const { contextTokens, thinking } = model;
  const lines = [
    [priceText(model), sourceText(model, host)].filter(part => part !== undefined).join(' · '),
    contextTokens === undefined
      ? vscode.l10n.t('context window unknown, assumed to be {tokens} tokens', {
          tokens: inWords(ASSUMED_CONTEXT_TOKENS),
        })
      : vscode.l10n.t('context window {tokens} tokens', { tokens: inWords(contextTokens) }),
    vscode.l10n.t('answers of up to {tokens} tokens ({id})', {
      tokens: inWords(output),
      id: 'wenxin.maxOutputTokens',
    }),
    thinking ? vscode.l10n.t('reasons before it answers') : undefined,
    vscode.l10n.t('counted and limited by Ask Wenxin, with your own key'),
  ];
  // VS Code renders the tooltip as Markdown.
  return lines.filter(line => line !== undefined).join('\n\n');
}

function inWords(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
