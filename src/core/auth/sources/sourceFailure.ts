import { WenxinError, type FailureDetails } from '../../errors.ts';

/** Why a source gives no credential. A person needs a sentence of its own for each, and the host of Vault stands in the details. */
export type SourceFailureCode =
  /** Of QIANFAN_BEARER_TOKEN, of the pair of QIANFAN_ACCESS_KEY, of the pair of QIANFAN_AK: no key, or only half of the pair. */
  | 'environment_damaged'
  | 'environment_damaged_iam'
  | 'environment_damaged_app'
  | 'environment_half_iam'
  | 'environment_half_app'
  /** The settings name no program. */
  | 'command_unset'
  | 'command_not_found'
  /** It is there and cannot be started: no permission, no program, or a batch file, which needs `cmd.exe /c` before it. */
  | 'command_not_executable'
  | 'command_timeout'
  /** It ended with another code than 0, or by a signal. */
  | 'command_failed'
  | 'command_too_much'
  | 'command_not_json'
  | 'command_wrong_shape'
  /** What it printed had expired already. */
  | 'command_expired'
  /** Neither settings nor environment name Vault's address, or the settings no path. */
  | 'vault_unset'
  /** The address is not https, and not on this machine. */
  | 'vault_insecure'
  /** The address, the path or the namespace has no form that can be used. */
  | 'vault_settings'
  | 'vault_no_token'
  /** Vault does not know the token, or not any more. */
  | 'vault_token'
  /** The token is good and may not read the path. */
  | 'vault_denied'
  | 'vault_sealed'
  | 'vault_deleted'
  | 'vault_missing'
  | 'vault_wrong_shape'
  | 'vault_expired'
  | 'vault_unreachable'
  | 'vault_tls'
  | 'vault_redirect'
  /** Vault, or what answers in its place, has a problem of its own. */
  | 'vault_failed';

/** Failures that say nothing about whether the person may still use the credential. */
const PASSING: ReadonlySet<string | undefined> = new Set<SourceFailureCode>([
  'command_timeout',
  'command_failed',
  'vault_sealed',
  'vault_unreachable',
  'vault_failed',
]);

/** The failure of a source, with the code that tells it from the others. Nothing is sent to the service after it. */
export function sourceFailure(code: SourceFailureCode, message: string, details: FailureDetails = {}): WenxinError {
  return new WenxinError('no-credentials', message, { ...details, code });
}

/** True when the same source may work again later without anybody mending it, so that what it gave before still serves. */
export function mayPass(error: unknown): boolean {
  return error instanceof WenxinError && error.kind === 'no-credentials' && PASSING.has(error.details.code);
}
