import { deliver, noProgress } from '../delivery.ts';
import type { Exchange } from '../exchange.ts';
import { isObject } from '../json.ts';
import { jsonReply } from '../reply.ts';
import { noteStraySecrets } from '../secrets.ts';
import type { ServiceState } from '../serviceState.ts';
import { BceRefusal } from '../tokens/bceErrors.ts';
import { signer } from '../tokens/signer.ts';

/**
 * Handles the console's signed `POST /wenxinworkshop/service/list`, which lists the V1 services and their URLs (in the
 * form that Baidu's SDKs read: bce-qianfan-sdk 6cacf60, javascript/src/DynamicModelEndpoint).
 */
export async function answerServiceList(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const { request, record } = exchange;
  noteStraySecrets(exchange, service, bytes, []);
  signer(exchange, service);
  if (request.method !== 'POST') throw new BceRefusal('MethodNotAllowed');
  if (!isObject(record.body)) throw new BceRefusal('InvalidHTTPRequest');
  const base = `http://${request.headers.host ?? ''}/rpc/2.0/ai_custom/v1/wenxinworkshop/chat`;
  const common = service.settings.v1Services.map(({ name, endpoint }) => ({
    name,
    url: `${base}/${endpoint}`,
    apiType: 'chat',
    chargeStatus: 'OPENED',
  }));
  const body = JSON.stringify({ log_id: record.requestId, result: { common, custom: [] } });
  await deliver(exchange, jsonReply({ status: 200, body }), {}, noProgress());
}
