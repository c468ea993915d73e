import * as v from 'valibot';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { AskVault } from './vaultRequests.ts';

/** The state of the Vault token in use. */
export type VaultTokenState =
  /** Vault does not know the token, or the token may not look itself up. */
  | { readonly is: 'refused' }
  /** `renewInMs`: when a third of its life will be left; `undefined` if it cannot be renewed or never expires. */
  | { readonly is: 'known'; readonly renewInMs?: number };

const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e10));

/** developer.hashicorp.com/vault/api-docs/auth/token: lookup-self and renew-self. Times are in seconds. */
const lookupSchema = v.object({ data: v.object({ ttl: seconds, creation_ttl: seconds, renewable: v.boolean() }) });
const renewalSchema = v.object({ auth: v.object({ lease_duration: seconds, renewable: v.boolean() }) });

/**
 * Looks up the token and renews it when less than a third of its life is left. A failed renewal is only logged: the
 * token is valid until it expires. The lookup consumes one use of a token with limited uses.
 */
export async function tendVaultToken(ask: AskVault, logger: Logger, signal: AbortSignal): Promise<VaultTokenState> {
  const { status, body } = await ask('GET', 'auth/token/lookup-self', signal);
  if (status === 403) return { is: 'refused' };
  const lookup = v.safeParse(lookupSchema, body);
  if (status !== 200 || !lookup.success) {
    logger.warn(`Vault does not tell how long its token lasts: HTTP ${status}`);
    return { is: 'known' };
  }
  const { ttl, creation_ttl: life, renewable } = lookup.output.data;
  if (!renewable) return { is: 'known' };
  if (ttl >= life / 3) return { is: 'known', renewInMs: (ttl - life / 3) * 1000 };
  return renew(ask, life, logger, signal);
}

async function renew(ask: AskVault, life: number, logger: Logger, signal: AbortSignal): Promise<VaultTokenState> {
  try {
    const { status, body } = await ask('POST', 'auth/token/renew-self', signal);
    const renewal = v.safeParse(renewalSchema, body);
    if (status === 200 && renewal.success) {
      const { lease_duration: left, renewable } = renewal.output.auth;
      logger.info(`Vault's token is renewed for ${left} s`);
      // Near its maximum TTL each renewal is shorter; then it is renewed no more often than the secret is read.
      return renewable && left > life / 3 ? { is: 'known', renewInMs: (left - life / 3) * 1000 } : { is: 'known' };
    }
    logger.warn(`Vault does not renew its token: HTTP ${status}`);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn(`Vault does not renew its token: ${describeError(error)}`);
  }
  return { is: 'known' };
}
