import type { Exchange } from '../exchange.ts';
import { sendReply } from '../sendReply.ts';
import { Refusal, writeError } from '../serviceErrors.ts';
import type { ServiceState } from '../serviceState.ts';
import type { StoredFile } from './batchBook.ts';

/** Returns a file in the service's format (Baidu qianfan-api/s/xmk297s1a). */
export function fileObject({ id, name, purpose, bytes, createdAtMs }: StoredFile): object {
  const createdAt = Math.floor(createdAtMs / 1000);
  return { id, object: 'file', bytes: bytes.length, created_at: createdAt, filename: name, purpose };
}

/** Handles `GET` and `DELETE /v2/files/{id}`. */
export async function answerFile(exchange: Exchange, service: ServiceState, id: string, method: string): Promise<void> {
  const file = found(service, id);
  await sendReply(exchange, service, 'file', writeError, () => {
    if (method === 'GET') return { status: 200, body: JSON.stringify(fileObject(file)) };
    service.batches.deleteFile(id);
    return { status: 200, body: JSON.stringify({ id, object: 'file', deleted: true }) };
  });
}

/** Handles `GET /v2/files/{id}/content`. */
export async function answerContent(exchange: Exchange, service: ServiceState, id: string): Promise<void> {
  const { bytes } = found(service, id);
  await sendReply(exchange, service, 'content', writeError, () => ({
    status: 200,
    body: bytes.toString(),
    headers: { 'content-type': 'application/octet-stream' },
  }));
}

function found(service: ServiceState, id: string): StoredFile {
  const file = service.batches.file(id);
  if (file === undefined) throw new Refusal('not_found', 'No such file');
  return file;
}
