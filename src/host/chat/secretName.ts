import * as vscode from 'vscode';
import type { SecretKind } from '../../core/conversation/secrets/secret.ts';

/** Returns the display name of a kind of secret. */
export function secretName(kind: SecretKind): string {
  switch (kind) {
    case 'privateKey':
      return vscode.l10n.t('private key');
    case 'baiduKey':
      return vscode.l10n.t('Baidu AI Cloud key');
    case 'awsKey':
      return vscode.l10n.t('AWS key');
    case 'aliyunKey':
      return vscode.l10n.t('Alibaba Cloud key');
    case 'tencentKey':
      return vscode.l10n.t('Tencent Cloud key');
    case 'githubToken':
      return vscode.l10n.t('GitHub token');
    case 'gitlabToken':
      return vscode.l10n.t('GitLab token');
    case 'slackToken':
      return vscode.l10n.t('Slack token');
    case 'googleKey':
      return vscode.l10n.t('Google API key');
    case 'stripeKey':
      return vscode.l10n.t('Stripe key');
    case 'npmToken':
      return vscode.l10n.t('npm token');
    case 'apiKey':
      return vscode.l10n.t('API key (sk-...)');
    case 'jsonWebToken':
      return vscode.l10n.t('JSON Web Token');
    case 'urlPassword':
      return vscode.l10n.t('password in a URL');
    case 'authorization':
      return vscode.l10n.t('authorization header');
    case 'password':
      return vscode.l10n.t('password or key');
  }
}
