import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { WenxinError } from '../../core/errors.ts';
import type { EndpointFetch, EndpointNetwork } from '../../lazy/endpointFetch.ts';
import type { ConfiguredEndpoint, OwnNetwork } from '../endpointSetting.ts';
import { loadEndpointFetch } from './loadEndpointFetch.ts';

/** Size limit for certificate and key files. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Provides each endpoint's `fetch`: VS Code's, with its proxy and certificates, or for endpoints with network settings
 * one of their own, created on first use.
 */
export class EndpointNetworks implements vscode.Disposable {
  readonly #made = new Map<string, Promise<EndpointFetch>>();

  /** Returns the endpoint's `fetch`. If its network cannot be created, requests fail with `no-endpoint`. */
  fetchFor({ network }: ConfiguredEndpoint): typeof globalThis.fetch {
    if (network === undefined) return globalThis.fetch;
    return async (input, init) => {
      const { fetch } = await this.#make(network);
      init?.signal?.throwIfAborted();
      return fetch(input, init);
    };
  }

  /** Disposes networks that no endpoint uses any more; their requests in flight are aborted. */
  keepOnly(endpoints: readonly ConfiguredEndpoint[]): void {
    const wanted = new Set(endpoints.map(({ network }) => keyOf(network)));
    for (const [key, made] of this.#made) {
      if (wanted.has(key)) continue;
      this.#made.delete(key);
      // A failure to create the network was already reported to the request.
      made.then(
        way => way.dispose(),
        () => undefined,
      );
    }
  }

  dispose(): void {
    this.keepOnly([]);
  }

  #make(network: OwnNetwork): Promise<EndpointFetch> {
    const key = keyOf(network);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const making = make(network);
    this.#made.set(key, making);
    // Retry on the next request; a missing file may exist by then.
    making.catch(() => this.#made.delete(key));
    return making;
  }
}

function keyOf(network: OwnNetwork | undefined): string {
  return JSON.stringify(network ?? null);
}

async function make({ ca, clientCertificate, proxy }: OwnNetwork): Promise<EndpointFetch> {
  const network: EndpointNetwork = {
    ...(ca !== undefined && { caPem: await readText(ca, 'bad_ca') }),
    ...(clientCertificate !== undefined && {
      clientCertificate: {
        certPem: await readText(clientCertificate.cert, 'bad_client_certificate'),
        keyPem: await readText(clientCertificate.key, 'bad_client_key'),
      },
    }),
    ...(proxy !== undefined && { proxyUrl: proxy }),
  };
  try {
    return loadEndpointFetch().createEndpointFetch(network);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'bad_network';
    throw new WenxinError('no-endpoint', `the network of the endpoint cannot be used: ${code}`, { code });
  }
}

async function readText(file: string, code: string): Promise<string> {
  const absolute = file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : file;
  const problem = new WenxinError('no-endpoint', `a file of the endpoint's network cannot be read: ${code}`, { code });
  if (!path.isAbsolute(absolute)) throw problem;
  const uri = vscode.Uri.file(absolute);
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_FILE_BYTES) throw problem;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Drop VS Code's error: it names the path, which is in the settings anyway.
    throw problem;
  }
}
