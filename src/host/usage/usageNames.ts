import * as vscode from 'vscode';
import type { Dimension } from '../../core/spend/report/usageReport.ts';
import { consumerLabel, featureLabel } from '../spend/attributionWords.ts';

/** Returns the display name of a ledger name. */
export function nameText(dimension: Dimension, name: string): string {
  if (dimension === 'workspace' && name === '') return vscode.l10n.t('No folder');
  if (name === '') return vscode.l10n.t('unknown');
  if (dimension === 'feature') return featureLabel(name);
  return dimension === 'consumer' ? consumerLabel(name) : name;
}

/** Returns a dimension's column header. */
export function dimensionText(dimension: Dimension): string {
  switch (dimension) {
    case 'model':
      return vscode.l10n.t('Model');
    case 'feature':
      return vscode.l10n.t('Feature');
    case 'workspace':
      return vscode.l10n.t('Workspace');
    case 'endpoint':
      return vscode.l10n.t('Endpoint');
    case 'consumer':
      return vscode.l10n.t('Consumer');
  }
}
