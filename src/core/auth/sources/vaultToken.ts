import * as v from 'valibot';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { AskVault } from './vaultRequests.ts';

/** What Vault says of the token that asks. */
export type VaultTokenState =
  /** It does not know the token, or the token may not even look at itself. */
  | { readonly is: 'refused' }
  /** `renewInMs`: when a third of its life will be left; `undefined` where it cannot be renewed or never ends. */
  | { readonly is: 'known'; readonly renewInMs?: number };

const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e10));

/** developer.hashicorp.com/vault/api-docs/auth/token: lookup-self and renew-self. Times are seconds. */
const lookupSchema = v.object({ data: v.object({ ttl: seconds, creation_ttl: seconds, renewable: v.boolean() }) });
const renewalSchema = v.object({ auth: v.object({ lease_duration: seconds, renewable: v.boolean() }) });

/**
 * Looks the token up and renews it when less than a third of its life is left. A renewal that fails is only logged: the
 * token works until it ends. Tokens with a limited number of uses lose one by it.
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
      // Near its greatest age it gets less each time: it is not asked for more often than it is read.
      return renewable && left > life / 3 ? { is: 'known', renewInMs: (left - life / 3) * 1000 } : { is: 'known' };
    }
    logger.warn(`Vault does not renew its token: HTTP ${status}`);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn(`Vault does not renew its token: ${describeError(error)}`);
  }
  return { is: 'known' };
}
