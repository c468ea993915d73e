import { answerBatchInference, BATCH_INFERENCE, UPLOAD } from './batches/batchInferenceEndpoint.ts';
import { answerBalance } from './billing/balanceEndpoint.ts';
import { answerMonthBill } from './billing/monthBillEndpoint.ts';
import { answerChat } from './chatEndpoint.ts';
import { deliver, noProgress } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { answerModels } from './modelsEndpoint.ts';
import { readBody } from './requestReader.ts';
import { noteStraySecrets } from './secrets.ts';
import type { ServiceState } from './serviceState.ts';
import { Refusal } from './serviceErrors.ts';
import { answerMint } from './tokens/mintEndpoint.ts';
import { answerOAuth } from './tokens/oauthEndpoint.ts';
import { answerV1Chat, V1_CHAT } from './v1/chatEndpoint.ts';
import { answerServiceList } from './v1/serviceList.ts';

type AnswerEndpoint = (exchange: Exchange, service: ServiceState, bytes: Buffer) => Promise<void>;

const ENDPOINTS = new Map<string, AnswerEndpoint>([
  ['/v2/chat/completions', answerChat],
  ['/v2/models', answerModels],
  ['/oauth/2.0/token', answerOAuth],
  ['/v1/BCE-BEARER/token', answerMint],
  ['/wenxinworkshop/service/list', answerServiceList],
  ['/v1/finance/cash/balance', answerBalance],
  ['/v1/bill/resource/month', answerMonthBill],
]);

/** Reads a request, records it, and passes it to its endpoint. */
export async function route(exchange: Exchange, service: ServiceState): Promise<void> {
  const { record } = exchange;
  const isUpload = UPLOAD.test(record.path);
  const { maxBodyBytes, batches } = service.settings;
  // The upload endpoint itself refuses a body slightly above the maximum file size.
  const bytes = await bodyOf(exchange, isUpload ? batches.maxFileBytes + 1024 * 1024 : maxBodyBytes);
  if (bytes === 'gone') return;
  try {
    if (bytes === 'tooLarge') {
      await sendTooLarge(exchange);
      return;
    }
    // Storing an upload here would hold the file in memory twice; its endpoint records a summary instead.
    if (!isUpload) record.body = shownBody(bytes);
    await (endpointOf(record.path) ?? nowhere)(exchange, service, bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sendRefusal(exchange, error);
  }
}

function endpointOf(path: string): AnswerEndpoint | undefined {
  const name = path.split('?')[0] ?? '';
  if (BATCH_INFERENCE.test(name)) return answerBatchInference;
  return ENDPOINTS.get(name) ?? (V1_CHAT.test(name) ? answerV1Chat : undefined);
}

async function nowhere(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  noteStraySecrets(exchange, service, bytes, []);
  exchange.violate(`there is no ${exchange.record.path}`);
  throw new Refusal('not_found');
}

async function bodyOf({ request }: Exchange, maxBytes: number): Promise<Buffer | 'tooLarge' | 'gone'> {
  try {
    return await readBody(request, maxBytes);
  } catch (error) {
    // If the client disconnects during the upload, the exchange's own listener handles it.
    if (request.destroyed) return 'gone';
    throw error;
  }
}

function shownBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return null;
  const text = bytes.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function sendRefusal(exchange: Exchange, refusal: Refusal): Promise<void> {
  exchange.record.errorCode = refusal.code;
  await deliver(exchange, refusal.reply(exchange.record.requestId), {}, noProgress());
}

/** Sends the error page of a gateway, which rejects the request before it reaches the service. */
async function sendTooLarge(exchange: Exchange): Promise<void> {
  exchange.violate('a body over the limit');
  const headers = { 'content-type': 'text/html', connection: 'close' };
  const body = Buffer.from('<html><head><title>413 Request Entity Too Large</title></head></html>\n');
  await deliver(exchange, { status: 413, headers, body }, {}, noProgress());
}
