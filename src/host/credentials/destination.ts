import type { Credential } from '../../core/auth/credential.ts';
import type { Endpoint } from '../../core/chat.ts';
import { isThisComputer } from '../../core/thisComputer.ts';
import type { Configuration } from '../configuration.ts';
import type { Destination, HostKind } from './credentialInput.ts';

/** Returns who operates a host. */
export function hostKindOf(hostname: string): HostKind {
  if (hostname.endsWith('.baidubce.com')) return 'baidu';
  return isThisComputer(`http://${hostname}`) ? 'local' : 'other';
}

/** Returns where credentials of this kind are sent, to be shown before they are typed. */
export function destinationOf(endpoint: Endpoint, kind: Credential['kind'], configuration: Configuration): Destination {
  const { host, hostname } = new URL(endpoint.baseUrl);
  const tokenService = tokenServiceOf(endpoint, kind, configuration);
  const tokenHost = tokenService === undefined ? host : new URL(tokenService).host;
  return { host, hostKind: hostKindOf(hostname), tokenHost };
}

/** Returns the origins that new credentials of this kind are allowed for. */
export function originsOf(endpoint: Endpoint, kind: Credential['kind'], configuration: Configuration): string[] {
  const tokenService = tokenServiceOf(endpoint, kind, configuration);
  const addresses = tokenService === undefined ? [endpoint.baseUrl] : [endpoint.baseUrl, tokenService];
  return [...new Set(addresses.map(address => new URL(address).origin))];
}

/** Returns the hosts that issue tokens for credentials of this kind at an endpoint. */
export function tokenHostsOf(endpoint: Endpoint, kind: Credential['kind'], configuration: Configuration): string[] {
  const tokenService = tokenServiceOf(endpoint, kind, configuration);
  return tokenService === undefined ? [] : [new URL(tokenService).host];
}

/** Key pairs are exchanged for tokens, except that IAM pairs sign V1's requests directly. */
function tokenServiceOf({ api }: Endpoint, kind: Credential['kind'], configuration: Configuration): string | undefined {
  if (kind === 'iam' && api !== 'v1') return configuration.get('wenxin.iamUrl') ?? undefined;
  if (kind === 'app') return configuration.get('wenxin.oauthUrl') ?? undefined;
  return undefined;
}
