import { Refusal } from '../serviceErrors.ts';

/** One field of a form. */
export interface FormPart {
  readonly name: string;
  /** Set for files. */
  readonly filename: string | undefined;
  readonly content: Buffer;
}

const HEAD_END = '\r\n\r\n';

/** Parses a `multipart/form-data` body, strictly by RFC 7578. Throws a Refusal `invalid_upload_file`. */
export function readForm(body: Buffer, contentType: string): FormPart[] {
  const boundary = /^multipart\/form-data;\s*boundary="?([\w'()+,./:=?-]{1,70})"?$/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new Refusal('invalid_upload_file', 'not a form');
  const parts: FormPart[] = [];
  const delimiter = `--${boundary}`;
  if (!body.subarray(0, delimiter.length).equals(Buffer.from(delimiter))) throw broken();
  for (let at = delimiter.length; ;) {
    const follows = body.toString('latin1', at, at + 2);
    if (follows === '--') return parts;
    const end = body.indexOf(`\r\n${delimiter}`, at);
    if (follows !== '\r\n' || end === -1) throw broken();
    parts.push(readPart(body.subarray(at + 2, end)));
    at = end + 2 + delimiter.length;
  }
}

function readPart(bytes: Buffer): FormPart {
  const headEnd = bytes.indexOf(HEAD_END);
  const head = bytes.toString('utf8', 0, Math.max(0, headEnd));
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? '';
  const name = /\bname="([^"]*)"/.exec(disposition)?.[1];
  if (headEnd === -1 || name === undefined) throw broken();
  const filename = /\bfilename="([^"]*)"/.exec(disposition)?.[1];
  return { name, filename, content: bytes.subarray(headEnd + HEAD_END.length) };
}

function broken(): Refusal {
  return new Refusal('invalid_upload_file', 'the form cannot be read');
}
