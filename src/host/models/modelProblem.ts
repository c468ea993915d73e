import * as vscode from 'vscode';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';

/** Returns a warning about a model, to show before asking it; `null` when there is none. */
export function modelProblem({ id, retiredOn, isListed }: KnownModel): string | null {
  if (retiredOn !== undefined) {
    return vscode.l10n.t('{model} was retired on {date}.', { model: id, date: retiredOn });
  }
  return isListed === false
    ? vscode.l10n.t('{model} is not in the list of models of this service.', { model: id })
    : null;
}
