import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';

/** Explains in one sentence why a source yielded no credentials; `undefined` for a code of no source. */
export function sourceProblem(
  { code = '', host: vaultHost, limitSeconds = 10 }: Failure,
  host: string,
): string | undefined {
  return (
    environmentProblem(code) ?? commandProblem(code, String(limitSeconds)) ?? vaultProblem(code, vaultHost ?? host)
  );
}

function environmentProblem(code: string): string | undefined {
  switch (code) {
    case 'environment_damaged':
      return damaged('QIANFAN_BEARER_TOKEN');
    case 'environment_damaged_iam':
      return damaged('QIANFAN_ACCESS_KEY');
    case 'environment_damaged_app':
      return damaged('QIANFAN_AK');
    case 'environment_half_iam':
      return half('QIANFAN_ACCESS_KEY', 'QIANFAN_SECRET_KEY');
    case 'environment_half_app':
      return half('QIANFAN_AK', 'QIANFAN_SK');
    default:
      return undefined;
  }
}

function damaged(name: string): string {
  return vscode.l10n.t('The environment variable {name} holds no key.', { name });
}

function half(one: string, other: string): string {
  return vscode.l10n.t('Of the environment variables {one} and {other} only one is set.', { one, other });
}

function commandProblem(code: string, seconds: string): string | undefined {
  switch (code) {
    case 'command_unset':
      return vscode.l10n.t('The setting {id} names no program.', { id: 'wenxin.credentialCommand' });
    case 'command_not_found':
      return vscode.l10n.t('The program for credentials was not found.');
    case 'command_not_executable':
      return vscode.l10n.t('The program for credentials cannot be started.');
    case 'command_timeout':
      return vscode.l10n.t('The program for credentials took longer than {seconds} s.', { seconds });
    case 'command_failed':
      return vscode.l10n.t('The program for credentials reported a failure; the log has its message.');
    case 'command_too_much':
    case 'command_not_json':
    case 'command_wrong_shape':
      return vscode.l10n.t('The program for credentials printed something other than credentials.');
    case 'command_expired':
      return vscode.l10n.t('The credentials that the program printed have expired.');
    default:
      return undefined;
  }
}

function vaultProblem(code: string, host: string): string | undefined {
  switch (code) {
    case 'vault_unset':
      return vscode.l10n.t('The address of Vault or the path of the secret is not set.');
    case 'vault_insecure':
      return vscode.l10n.t('The address of Vault must begin with https.');
    case 'vault_settings':
      return vscode.l10n.t('The address, path or namespace of Vault cannot be used.');
    case 'vault_no_token':
      return vscode.l10n.t('There is no token for Vault at {host}.', { host });
    case 'vault_token':
      return vscode.l10n.t('Vault at {host} no longer accepts its token.', { host });
    case 'vault_denied':
      return vscode.l10n.t('The token may not read this secret of Vault at {host}.', { host });
    case 'vault_sealed':
      return vscode.l10n.t('Vault at {host} is sealed.', { host });
    case 'vault_deleted':
      return vscode.l10n.t('This version of the secret in Vault is deleted.');
    case 'vault_missing':
      return vscode.l10n.t('There is no secret at this path of Vault at {host}.', { host });
    case 'vault_wrong_shape':
      return vscode.l10n.t('The secret in Vault holds no credentials.');
    case 'vault_expired':
      return vscode.l10n.t('The credentials in Vault have expired.');
    case 'vault_unreachable':
    case 'vault_redirect':
    case 'vault_failed':
      return vscode.l10n.t('Vault at {host} does not answer as it should.', { host });
    case 'vault_tls':
      return vscode.l10n.t('The certificate of Vault at {host} is not trusted.', { host });
    default:
      return undefined;
  }
}
