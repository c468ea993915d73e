import type { Configuration } from '../host/configuration.ts';
import { allowHost } from '../host/credentials/allowHost.ts';
import type { ConnectedCredentials } from './credentials.ts';

/** Asks whether the key may be sent to a host it was not stored for: an endpoint's or a token service's. */
export function keyConsent(
  configuration: Configuration,
  { accounts, current }: ConnectedCredentials,
): (host: string) => Promise<boolean> {
  return host => {
    const endpoint = current.endpoints().find(({ baseUrl }) => new URL(baseUrl).host === host) ?? current.endpoint();
    const tokenServices = [configuration.get('wenxin.iamUrl'), configuration.get('wenxin.oauthUrl')];
    const address = tokenServices.find(url => url !== null && new URL(url).host === host) ?? endpoint.baseUrl;
    return allowHost(accounts, endpoint.account, address);
  };
}
