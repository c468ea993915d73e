import * as v from 'valibot';
import { WenxinError, type FailureKind } from '../../errors.ts';
import { sendSmall, type SmallSender } from '../../smallRequest.ts';
import { sourceFailure, type SourceFailureCode } from './sourceFailure.ts';
import type { VaultPlace } from './vaultPlace.ts';

/** What Vault answered: any status but those that mean that Vault itself cannot answer now. */
export interface VaultReply {
  readonly status: number;
  /** `undefined` where the body was no JSON. */
  readonly body: unknown;
}

/** Asks Vault's API at a path below `/v1/`. Throws `sourceFailure` when it does not answer, and the signal's reason. */
export type AskVault = (method: 'GET' | 'POST', path: string, signal: AbortSignal) => Promise<VaultReply>;

const json = v.pipe(v.string(), v.parseJson());
const sealSchema = v.object({ sealed: v.literal(true) });

/** Other kinds mean that it cannot be reached: a failure of the service's kinds would be taken for one of Qianfan. */
const CODES: Partial<Record<FailureKind, SourceFailureCode>> = {
  tls: 'vault_tls',
  redirect: 'vault_redirect',
  'too-large': 'vault_failed',
};

/** Asks Vault with a token, which stands in no failure. */
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

  /** 503 is said for maintenance too, and by whatever stands before Vault. Only the root namespace knows of seals. */
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
