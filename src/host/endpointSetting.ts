import * as v from 'valibot';
import type { Credential } from '../core/auth/credential.ts';
import type { Endpoint } from '../core/chat.ts';
import { isThisComputer } from '../core/thisComputer.ts';

/** Baidu's public service. */
const PUBLIC_V2: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

/** The same by the old protocol, the only one that keys of old applications are good for. */
const PUBLIC_V1: Endpoint = { name: 'Qianfan V1', baseUrl: 'https://aip.baidubce.com', api: 'v1' };

/** The way to an endpoint, where it is another one than VS Code's. Files are named by their paths on this computer. */
export interface OwnNetwork {
  readonly ca?: string;
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly proxy?: string;
}

/** An endpoint as a person wrote it into the settings. */
export interface ConfiguredEndpoint extends Endpoint {
  readonly network?: OwnNetwork;
}

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty());

const EndpointSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  baseUrl: v.pipe(
    v.string(),
    v.transform(text => safeBaseUrl(text)),
    v.string(),
  ),
  api: v.optional(v.picklist(['v1', 'v2'])),
  appId: v.optional(v.string()),
  account: v.optional(Text),
  ca: v.optional(Text),
  clientCertificate: v.optional(v.strictObject({ cert: Text, key: Text })),
  proxy: v.optional(v.pipe(Text, v.regex(/^https?:\/\/\S+$/i))),
});

/** The public service for a person who holds credentials of this kind. */
export function publicEndpoint(kind: Credential['kind'] | undefined): Endpoint {
  return kind === 'app' ? PUBLIC_V1 : PUBLIC_V2;
}

/** An endpoint of the settings, checked; `undefined` for anything that is none. */
export function parseEndpoint(value: unknown): ConfiguredEndpoint | undefined {
  const parsed = v.safeParse(EndpointSchema, value);
  if (!parsed.success) return undefined;
  const { name, baseUrl, api, appId, account, ca, clientCertificate, proxy } = parsed.output;
  const network = {
    ...(ca !== undefined && { ca }),
    ...(clientCertificate !== undefined && { clientCertificate }),
    ...(proxy !== undefined && { proxy }),
  };
  return {
    name,
    baseUrl,
    ...(api === 'v1' && { api }),
    ...(appId && { appId }),
    ...(account !== undefined && { account }),
    ...(Object.keys(network).length > 0 && { network }),
  };
}

/** The base of a token service: an origin, without a path. `undefined` for anything that is none. */
export function parseTokenServiceUrl(value: unknown): string | undefined {
  const url = typeof value === 'string' ? safeBaseUrl(value) : undefined;
  return url !== undefined && new URL(url).pathname === '/' ? url : undefined;
}

/** Without trailing slashes. A key never travels unencrypted, except on this machine; credentials in a URL end in logs. */
function safeBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisComputer(url))) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}
