import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { RequestsToUpload } from '../../batchInference.ts';

/** A request body with its content type. */
export interface MultipartBody {
  readonly body: Blob;
  readonly contentType: string;
}

/**
 * Returns a multipart form with a purpose and a file, which is read while it is sent. Built by hand instead of with
 * `FormData`, because VS Code's replacement for Node's fetch has a different class of that name. Throws file-system
 * errors.
 */
export async function multipartBody({ path, name }: RequestsToUpload, purpose: string): Promise<MultipartBody> {
  const file = await openAsBlob(path);
  const boundary = `ask-wenxin-${randomBytes(16).toString('hex')}`;
  const head = [
    `--${boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n${purpose}\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll(/[^\w.-]/g, '_')}"\r\n`,
    'Content-Type: application/jsonl\r\n\r\n',
  ];
  const body = new Blob([...head, file, `\r\n--${boundary}--\r\n`]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
