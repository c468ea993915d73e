import * as vscode from 'vscode';
import { BACKGROUND_CONSUMER, CHAT_CONSUMER, UNNAMED_CONSUMER, VSCODE_CONSUMER } from '../consumer.ts';
import { CORRECTION, CORRECTORS } from '../../core/spend/corrections.ts';

const [PERSON, SALVAGE] = CORRECTORS;

/** Returns a feature's label; its id if it is unknown because a newer version wrote it. */
export function featureLabel(feature: string): string {
  switch (feature) {
    case 'chat':
      return vscode.l10n.t('Chat');
    case 'explain':
      return vscode.l10n.t('Explain');
    case 'review':
      return vscode.l10n.t('Review');
    case 'fix':
      return vscode.l10n.t('Fix');
    case 'refactor':
      return vscode.l10n.t('Refactor');
    case 'document':
      return vscode.l10n.t('Document');
    case 'test':
      return vscode.l10n.t('Generate Tests');
    case 'translate':
      return vscode.l10n.t('Translate');
    case 'edit':
      return vscode.l10n.t('Edit');
    case 'commitMessage':
      return vscode.l10n.t('Commit Message');
    case 'modelProvider':
      return vscode.l10n.t('Other Chats and Extensions');
    case 'batch':
      return vscode.l10n.t('Batch');
    case 'keyCheck':
      return vscode.l10n.t('Key Check');
    case CORRECTION:
      return vscode.l10n.t('Correction');
    default:
      return feature;
  }
}

/** Returns a consumer's label: a name for this extension, VS Code and corrections, the id for another extension. */
export function consumerLabel(consumer: string): string {
  switch (consumer) {
    case 'ask-wenxin':
      return 'Ask Wenxin';
    case CHAT_CONSUMER:
      return vscode.l10n.t('VS Code chat');
    case VSCODE_CONSUMER:
      return 'VS Code';
    case BACKGROUND_CONSUMER:
      return vscode.l10n.t('VS Code (background)');
    case UNNAMED_CONSUMER:
      return vscode.l10n.t('Another extension');
    case PERSON:
      return vscode.l10n.t('You');
    case SALVAGE:
      return vscode.l10n.t('Damaged usage file');
    default:
      return consumer;
  }
}
