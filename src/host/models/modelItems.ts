import * as vscode from 'vscode';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import { priceText, sourceText } from './modelFacts.ts';

/** A row in the list of models. */
export interface ModelItem extends vscode.QuickPickItem {
  /** Id of the model; rows without one reload the service's list or ask for a key. */
  readonly model?: string;
  readonly does?: 'reload' | 'setCredentials';
}

/** Returns the models in groups: available, not listed by the service, and retired. */
export function modelItems(models: readonly KnownModel[], current: string, host: string): ModelItem[] {
  const isCurrent = ({ id }: KnownModel): boolean => id.toLowerCase() === current.toLowerCase();
  const item = (model: KnownModel): ModelItem => itemFor(model, isCurrent(model), host);
  const retired = models.filter(model => model.retiredOn !== undefined);
  const others = models.filter(model => model.retiredOn === undefined);
  const unlisted = others.filter(({ isListed }) => isListed === false);
  const offered = others.filter(({ isListed }) => isListed !== false).sort(byCurrent(isCurrent));
  return [
    ...group(
      offered[0]?.isListed === true ? vscode.l10n.t('Offered') : vscode.l10n.t('Built-in catalogue'),
      offered.map(item),
    ),
    ...group(vscode.l10n.t('Not listed'), unlisted.map(item)),
    ...group(vscode.l10n.t('Retired'), retired.map(item)),
  ];
}

/** Returns the row for a typed model id that is not in the list, with any known facts. */
export function typedItem(model: KnownModel, host: string): ModelItem {
  const { description = '', detail = '', ...item } = itemFor(model, false, host);
  return {
    ...item,
    label: vscode.l10n.t('Use “{model}”', { model: model.id }),
    description,
    detail: typedDetail(model, host, detail),
    iconPath: new vscode.ThemeIcon('edit'),
    alwaysShow: true,
  };
}

/** A listed model that is missing from the rows is, according to the service, not for chat. */
function typedDetail({ price, isListed }: KnownModel, host: string, detail: string): string {
  if (isListed) {
    const note = vscode.l10n.t('listed by {host}, but not for chat', { host });
    return [note, detail].filter(part => part !== '').join(' · ');
  }
  return price === undefined
    ? vscode.l10n.t('Not in the list. Its price is unknown, so its spend cannot be counted or limited.')
    : detail;
}

function itemFor(model: KnownModel, isCurrent: boolean, host: string): ModelItem {
  const facts = [
    isCurrent ? vscode.l10n.t('in use') : undefined,
    model.contextTokens === undefined ? undefined : contextText(model.contextTokens),
    priceText(model),
  ];
  return {
    model: model.id,
    label: model.id,
    description: facts.filter(fact => fact !== undefined).join(' · '),
    detail: [
      model.retiredOn === undefined ? undefined : vscode.l10n.t('Retired on {date}', { date: model.retiredOn }),
      sourceText(model, host),
      model.thinking ? vscode.l10n.t('reasons before it answers') : undefined,
    ]
      .filter(fact => fact !== undefined)
      .join(' · '),
    iconPath: new vscode.ThemeIcon(model.retiredOn === undefined ? (isCurrent ? 'check' : 'blank') : 'warning'),
  };
}

function contextText(tokens: number): string {
  return vscode.l10n.t('{count}K context', { count: String(Math.round(tokens / 1024)) });
}

function byCurrent(isCurrent: (model: KnownModel) => boolean): (one: KnownModel, other: KnownModel) => number {
  return (one, other) => Number(isCurrent(other)) - Number(isCurrent(one));
}

function group(label: string, items: readonly ModelItem[]): ModelItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
