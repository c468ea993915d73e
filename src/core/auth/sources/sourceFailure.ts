import { WenxinError, type FailureDetails } from '../../errors.ts';

/** Why a source provides no credential. Each code has its own message to the user; Vault's host is in the details. */
export type SourceFailureCode =
  /** QIANFAN_BEARER_TOKEN, or the pair of QIANFAN_ACCESS_KEY (`iam`) or QIANFAN_AK (`app`), is malformed or half. */
  | 'environment_damaged'
  | 'environment_damaged_iam'
  | 'environment_damaged_app'
  | 'environment_half_iam'
  | 'environment_half_app'
  /** The settings name no program. */
  | 'command_unset'
  | 'command_not_found'
  /** It exists but cannot be started: no permission, not a program, or a batch file, which requires `cmd.exe /c`. */
  | 'command_not_executable'
  | 'command_timeout'
  /** It exited with a nonzero code or was terminated by a signal. */
  | 'command_failed'
  | 'command_too_much'
  | 'command_not_json'
  | 'command_wrong_shape'
  /** The credential it printed has already expired. */
  | 'command_expired'
  /** Vault's address is set in neither the settings nor the environment, or the settings have no path. */
  | 'vault_unset'
  /** The address is neither https nor local. */
  | 'vault_insecure'
  /** The address, the path or the namespace is malformed. */
  | 'vault_settings'
  | 'vault_no_token'
  /** Vault does not know the token, or it has expired. */
  | 'vault_token'
  /** The token is valid but may not read the path. */
  | 'vault_denied'
  | 'vault_sealed'
  | 'vault_deleted'
  | 'vault_missing'
  | 'vault_wrong_shape'
  | 'vault_expired'
  | 'vault_unreachable'
  | 'vault_tls'
  | 'vault_redirect'
  /** Vault, or a gateway in front of it, failed. */
  | 'vault_failed';

/** Failures that do not indicate whether the user may still use the credential. */
const PASSING: ReadonlySet<string | undefined> = new Set<SourceFailureCode>([
  'command_timeout',
  'command_failed',
  'vault_sealed',
  'vault_unreachable',
  'vault_failed',
]);

/** Creates the error of a source with its code. No request is sent to the service after it. */
export function sourceFailure(code: SourceFailureCode, message: string, details: FailureDetails = {}): WenxinError {
  return new WenxinError('no-credentials', message, { ...details, code });
}

/** Returns true when the source may recover without user action, so the previous credential remains in use. */
export function mayPass(error: unknown): boolean {
  return error instanceof WenxinError && error.kind === 'no-credentials' && PASSING.has(error.details.code);
}
