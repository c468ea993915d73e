import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { RequestsToUpload } from '../../batchInference.ts';

/** A body with the type that says how to read it. */
export interface MultipartBody {
  readonly body: Blob;
  readonly contentType: string;
}

/**
 * A file with its purpose, as a form. The file is read piece by piece while it is sent. It is put together here, and not
 * as `FormData`, because the fetch that VS Code puts in place of Node's knows another class of that name. Throws what the
 * file system does.
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
