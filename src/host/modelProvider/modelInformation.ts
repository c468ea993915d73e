import * as vscode from 'vscode';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import { priceText, sourceText } from '../models/modelFacts.ts';

/** A model as VS Code lists it. */
export interface OfferedModel extends vscode.LanguageModelChatInformation {
  /** VS Code 1.104 hides models of others from its chat without this; later ones show all, and do not mind it. */
  readonly isUserSelectable: true;
}

/** Where models are offered. */
interface OfferedBy {
  /** Host of the service. */
  readonly host: string;
  /** The facts about tools are about V2. */
  readonly api: 'v1' | 'v2';
  /** What the person lets answers have at most. */
  readonly maxOutputTokens: number;
}

/** Of a model nobody describes. Today's have more, and what is too long is refused by the service, not by us. */
const ASSUMED_CONTEXT_TOKENS = 32_768;

/** Ends of ids that tell versions of one model apart: `-latest`, `-preview`, the day of a snapshot. */
const VERSION = /-(latest|preview|\d{4,8})$/i;

/** The models that can be asked now: neither retired ones nor those that the service does not have. */
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
  // VS Code shows it as Markdown.
  return lines.filter(line => line !== undefined).join('\n\n');
}

function inWords(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
