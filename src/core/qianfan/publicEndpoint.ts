import type { Endpoint } from '../chat.ts';

/** Baidu's public service. */
const PUBLIC_V2: Endpoint = { name: 'Qianfan', baseUrl: 'https://qianfan.baidubce.com/v2' };

/** The same by the old protocol, the only one that keys of old applications are good for. */
const PUBLIC_V1: Endpoint = { name: 'Qianfan V1', baseUrl: 'https://aip.baidubce.com', api: 'v1' };

/** The public service for a person who holds credentials of this kind: `app` is that of an old application. */
export function publicEndpoint(kind: string | undefined): Endpoint {
  return kind === 'app' ? PUBLIC_V1 : PUBLIC_V2;
}
