import { findCaller } from './access.ts';
import { answerChat } from './chatEndpoint.ts';
import { deliver } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { answerModels } from './modelsEndpoint.ts';
import { readBody } from './requestReader.ts';
import type { ServiceState } from './serviceState.ts';
import { errorBody, Refusal, SERVICE_ERRORS } from './serviceErrors.ts';

const ENDPOINTS = new Map([
  ['/v2/chat/completions', answerChat],
  ['/v2/models', answerModels],
]);

/** Answers one request to the simulated service: reads it, records it, and hands it to its endpoint. */
export async function route(exchange: Exchange, service: ServiceState): Promise<void> {
  const { request, record } = exchange;
  const bytes = await bodyOf(exchange, service.settings.maxBodyBytes);
  if (bytes === 'gone') return;
  try {
    if (bytes === 'tooLarge') {
      await sendTooLarge(exchange);
      return;
    }
    record.body = shownBody(bytes);
    const endpoint = ENDPOINTS.get(record.path.split('?')[0] ?? '');
    if (!endpoint) exchange.violate(`there is no ${record.path}`);
    if (!endpoint) throw new Refusal('not_found');
    await endpoint(exchange, service, findCaller(request, service.settings.keys), bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sendRefusal(exchange, error);
  }
}

async function bodyOf({ request }: Exchange, maxBytes: number): Promise<Buffer | 'tooLarge' | 'gone'> {
  try {
    return await readBody(request, maxBytes);
  } catch (error) {
    // A client that hangs up while it uploads is seen by the exchange's own listener.
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
  const { requestId } = exchange.record;
  const known = SERVICE_ERRORS[refusal.code];
  const status = refusal.status ?? known?.status ?? 500;
  exchange.record.errorCode = refusal.code;
  const body = Buffer.from(errorBody(refusal.code, refusal.message, known?.type ?? '', requestId));
  const reply = { status, headers: { 'content-type': 'application/json' }, body };
  await deliver(exchange, reply, {}, { headersSent: false, producedBytes: 0, complete: false });
}

/** A gateway's page: it throws out what the service never gets to see. */
async function sendTooLarge(exchange: Exchange): Promise<void> {
  exchange.violate('a body over the limit');
  const headers = { 'content-type': 'text/html', connection: 'close' };
  const body = Buffer.from('<html><head><title>413 Request Entity Too Large</title></head></html>\n');
  await deliver(
    exchange,
    { status: 413, headers, body },
    {},
    { headersSent: false, producedBytes: 0, complete: false },
  );
}
