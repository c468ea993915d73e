/** The service's description of an error, uninterpreted. */
export interface ServiceComplaint {
  /** The code as text, even if it is a number; empty if there is none. */
  readonly code: string;
  /** The class of the code, in V2's format; empty if there is none. */
  readonly type: string;
  /** Name of the invalid parameter, in OpenAI's format; empty if there is none. */
  readonly parameter: string;
  /** Empty if the body has none. */
  readonly requestId: string;
  /** The service's message, unmodified; may repeat the question or the key. Empty if there is none. */
  readonly words: string;
}

/**
 * Finds an error description in a parsed body, whatever its HTTP status; `undefined` if there is none. Known formats
 * (Baidu WENXINWORKSHOP/s/Ilkkrb0i5, qianfan/s/Hmh4suq26, WENXINWORKSHOP/s/tlmyncueh, qianfan-api/s/Om9b4yj3w):
 *
 * - V2: `{"error":{"code","message","type"},"id"}`, also from OpenAI-compatible servers with numeric codes
 * - gateway: `{"code":"AccessDenied","message","requestId"}`
 * - V1: `{"error_code":110,"error_msg"}` and `{"code":336501,"msg"}`
 * - OAuth: `{"error":"invalid_client","error_description"}`
 */
export function findComplaint(body: unknown): ServiceComplaint | undefined {
  if (!isRecord(body)) return undefined;
  const requestId = text(body['id']) || text(body['requestId']) || text(body['request_id']);
  const error = body['error'];
  if (isRecord(error)) {
    return {
      code: text(error['code']) || text(error['error_code']),
      type: text(error['type']),
      parameter: text(error['param']),
      requestId,
      words: text(error['message']) || text(error['error_msg']),
    };
  }
  const bare = { type: '', parameter: '', requestId };
  if (typeof error === 'string' && error !== '') {
    return { ...bare, code: error, words: text(body['error_description']) || text(body['message']) };
  }
  const v1 = text(body['error_code']);
  if (v1 !== '' && v1 !== '0') return { ...bare, code: v1, words: text(body['error_msg']) };
  const code = text(body['code']);
  const isExplained = 'message' in body || 'msg' in body;
  if (code === '' || code === '0' || !isExplained || 'choices' in body || 'result' in body) return undefined;
  const words = text(body['message']) || text(body['msg']);
  return { code, type: text(body['type']), parameter: text(body['param']), requestId, words };
}

/**
 * Reads the error description in the headers of Baidu's gateway, for a body without one: `X-Bce-Error-Code` and
 * `X-Bce-Error-Message`, as sent after a failed signature check (baidubce/bce-qianfan-sdk,
 * `resources/requestor/base.py`).
 */
export function headerComplaint(headers: Headers): ServiceComplaint | undefined {
  const code = headers.get('x-bce-error-code')?.trim() ?? '';
  const words = headers.get('x-bce-error-message')?.trim() ?? '';
  return code === '' ? undefined : { code, type: '', parameter: '', requestId: '', words };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : '';
}
