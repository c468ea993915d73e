import type { Endpoint } from '../chat.ts';

/** Baidu's public service. */
const PUBLIC_V2: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

/** Baidu's public service with the old protocol, the only one that accepts keys of old applications. */
const PUBLIC_V1: Endpoint = { name: 'Qianfan V1', baseUrl: 'https://aip.baidubce.com', api: 'v1' };

/** Returns the public endpoint for credentials of this kind; `app` means an old application. */
export function publicEndpoint(kind: string | undefined): Endpoint {
  return kind === 'app' ? PUBLIC_V1 : PUBLIC_V2;
}
