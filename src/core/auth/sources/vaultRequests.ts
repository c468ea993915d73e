import * as v from 'valibot';
import { WenxinError, type FailureKind } from '../../errors.ts';
import { sendSmall, type SmallSender } from '../../smallRequest.ts';
import { sourceFailure, type SourceFailureCode } from './sourceFailure.ts';
import type { VaultPlace } from './vaultPlace.ts';

/** An answer of Vault, of any status except those that mean it is unavailable. */
export interface VaultReply {
  readonly status: number;
  /** `undefined` if the body was not JSON. */
  readonly body: unknown;
}

/** Calls Vault's API at a path below `/v1/`. Throws `sourceFailure` if there is no answer, and the signal's reason. */
export type AskVault = (method: 'GET' | 'POST', path: string, signal: AbortSignal) => Promise<VaultReply>;

const json = v.pipe(v.string(), v.parseJson());
const sealSchema = v.object({ sealed: v.literal(true) });

/** Other kinds map to `vault_unreachable`; the original kind would be taken for a failure of Qianfan. */
const CODES: Partial<Record<FailureKind, SourceFailureCode>> = {
  tls: 'vault_tls',
  redirect: 'vault_redirect',
  'too-large': 'vault_failed',
};

/** Creates a function that calls Vault with a token. No error contains the token. */
export function vaultRequests(sender: SmallSender, { api, host, namespace }: VaultPlace, token: string): AskVault {
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<VaultReply> => {
    const body = method === 'POST' ? { body: '{}' } : {};
    const request = { method, url: new URL(path, api), headers: { 'X-Vault-Request': 'true', ...headers }, ...body };
    const { status, text } = await sendSmall(sender, request, signal).catch((error: unknown) => {
      if (!(error instanceof WenxinError) || error === signal.reason) throw error;
      throw sourceFailure(CODES[error.kind] ?? 'vault_unreachable', `Vault: ${error.message}`, { host, cause: error });
    });
    const parsed = v.safeParse(json, text);
    return { status, body: parsed.success ? parsed.output : undefined };
  };

  /** 503 may also mean maintenance or come from a gateway, so this checks the seal status (root namespace only). */
  const whyUnavailable = async (status: number, signal: AbortSignal): Promise<WenxinError> => {
    const { body } = status === 503 ? await send('GET', 'sys/seal-status', {}, signal) : {};
    return v.is(sealSchema, body)
      ? sourceFailure('vault_sealed', 'Vault is sealed', { host, status })
      : sourceFailure('vault_failed', `Vault answered with HTTP ${status}`, { host, status });
  };

  return async (method, path, signal) => {
    const headers = { 'X-Vault-Token': token, ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }) };
    const reply = await send(method, path, headers, signal);
    if (reply.status === 429 || reply.status >= 500) throw await whyUnavailable(reply.status, signal);
    return reply;
  };
}
