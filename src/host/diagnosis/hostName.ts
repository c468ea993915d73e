import { lookup } from 'node:dns/promises';
import * as vscode from 'vscode';
import { abortable } from '../../core/abortable.ts';
import type { Finding } from './finding.ts';

/** An unresponsive DNS server can take half a minute; requests through a proxy do not use it. */
const LIMIT_MS = 5_000;

/** Looks up a host name. Behind a proxy it may be unknown here, because the proxy resolves it. */
export async function findName(hostname: string, signal: AbortSignal): Promise<Finding> {
  const label = vscode.l10n.t('Host name');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  try {
    const addresses = await abortable(lookup(hostname, { all: true }), limit);
    return { state: 'info', label, text: `${hostname} → ${addresses.map(({ address }) => address).join(', ')}` };
  } catch {
    signal.throwIfAborted();
    const text = vscode.l10n.t('This computer cannot resolve {host}; a proxy may be able to.', { host: hostname });
    return { state: 'info', label, text };
  }
}
