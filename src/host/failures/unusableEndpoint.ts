import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import type { FailureWords } from './failureWords.ts';

/** Returns the notice for endpoint settings that cannot be used. Nothing was sent. */
export function unusableEndpointWords({ code }: Failure): FailureWords {
  return {
    what: problem(code),
    charge: '',
    next: vscode.l10n.t('Correct it, then retry.'),
    actions: ['openEndpointSettings', 'retry'],
  };
}

function problem(code: string | undefined): string {
  switch (code) {
    case 'https_only':
      return unusable('wenxin.iamUrl / wenxin.oauthUrl');
    case 'bad_ca':
      return vscode.l10n.t('The file of certificate authorities of this endpoint cannot be used, so nothing was sent.');
    case 'bad_client_certificate':
      return vscode.l10n.t('The client certificate of this endpoint cannot be used, so nothing was sent.');
    case 'bad_client_key':
    case 'client_key_mismatch':
      return vscode.l10n.t(
        'The key of the client certificate of this endpoint cannot be used or belongs to another one, so nothing was sent.',
      );
    case 'bad_proxy':
      return vscode.l10n.t('The proxy of this endpoint cannot be used, so nothing was sent.');
    default:
      return unusable('wenxin.endpoints');
  }
}

function unusable(id: string): string {
  return vscode.l10n.t('The setting {id} cannot be used, so nothing was sent.', { id });
}
