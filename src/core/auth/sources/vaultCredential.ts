import { abortable } from '../../abortable.ts';
import type { WenxinError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { SmallSender } from '../../smallRequest.ts';
import type { ReadCredential } from './readCredential.ts';
import { sourceFailure } from './sourceFailure.ts';
import { vaultPlace, type VaultPlace, type VaultSettings } from './vaultPlace.ts';
import { vaultRequests, type VaultReply } from './vaultRequests.ts';
import { vaultCredentialFields, vaultFields } from './vaultSecret.ts';
import { tendVaultToken, type VaultTokenState } from './vaultToken.ts';

interface VaultCredentialOptions extends SmallSender {
  /** Read for each request. */
  readonly settings: () => VaultSettings;
  /** VAULT_ADDR, VAULT_NAMESPACE and VAULT_TOKEN are the fallback for missing settings. */
  readonly environment: NodeJS.ProcessEnv;
  /** The token that the user stored; `undefined` if none. */
  readonly vaultToken: () => Promise<string | undefined>;
  readonly logger: Logger;
}

/** Maximum delay until a change of the secret in Vault is noticed. */
const ASK_AGAIN_MS = 10 * 60_000;
/** Minimum interval, so that a very short-lived token does not make each question wait for Vault. */
const LEAST_ASK_AGAIN_MS = 30_000;

/**
 * Reads the credential from HashiCorp Vault's KV version 2 secrets engine, and renews the Vault token. Each read
 * queries Vault, so wrap it in `CredentialCache`. The secret's author also chooses the endpoints, so the credential may
 * be sent to any origin. See `vaultPlace` for the address and `vaultCredentialFields` for the secret's fields.
 */
export function vaultCredential(options: VaultCredentialOptions): ReadCredential {
  const { settings, environment, vaultToken, logger, clock } = options;
  return async signal => {
    const place = vaultPlace(settings(), environment);
    const token = tidyToken((await abortable(vaultToken(), signal)) ?? environment['VAULT_TOKEN'], place);
    const ask = vaultRequests(options, place, token);
    const state = await tendVaultToken(ask, logger, signal);
    const fields = readReply(await ask('GET', place.path, signal), place, state);
    const read = vaultCredentialFields(fields);
    const { host } = place;
    if (read === undefined) throw sourceFailure('vault_wrong_shape', 'the secret holds no credential', { host });
    if (read.expiresAtMs !== undefined && read.expiresAtMs <= clock.now()) {
      throw sourceFailure('vault_expired', 'the credential in the secret has expired', { host });
    }
    return { ...read, origins: 'any', askAgainAtMs: clock.now() + askAgainIn(state) };
  };
}

function tidyToken(given: string | undefined, { host }: VaultPlace): string {
  const token = (given ?? '').trim();
  if (token === '') throw sourceFailure('vault_no_token', 'there is no token for Vault', { host });
  // Characters that are invalid in a header would otherwise appear in an error message.
  if (!/^[\x21-\x7e]+$/.test(token)) throw sourceFailure('vault_token', 'the token has no form of one', { host });
  return token;
}

function readReply(
  { status, body }: VaultReply,
  { host }: VaultPlace,
  state: VaultTokenState,
): Readonly<Record<string, unknown>> {
  const fields = vaultFields(body);
  if (status === 200 && typeof fields === 'object') return fields;
  throw whyNot(status, fields === 'deleted', state, host);
}

/** Vault answers 403 for an unknown token and for a missing permission; only the former also fails lookup-self. */
function whyNot(status: number, isDeleted: boolean, state: VaultTokenState, host: string): WenxinError {
  const details = { host, status };
  if (status === 403 && state.is === 'refused') return sourceFailure('vault_token', 'Vault refused the token', details);
  if (status === 403) return sourceFailure('vault_denied', 'the token may not read the secret', details);
  if (isDeleted) return sourceFailure('vault_deleted', 'the version of the secret is deleted', details);
  if (status === 404) return sourceFailure('vault_missing', 'there is no such secret', details);
  if (status === 200) return sourceFailure('vault_wrong_shape', 'no secret of KV version 2 came back', details);
  return sourceFailure('vault_failed', `Vault answered with HTTP ${status}`, details);
}

function askAgainIn(state: VaultTokenState): number {
  const renewInMs = state.is === 'known' ? (state.renewInMs ?? Infinity) : Infinity;
  return Math.min(ASK_AGAIN_MS, Math.max(LEAST_ASK_AGAIN_MS, renewInMs));
}
