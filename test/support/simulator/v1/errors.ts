import type { ErrorWriter } from '../errorWriter.ts';
import { Refusal } from '../serviceErrors.ts';

/**
 * V1's codes and texts, from the enumeration of Baidu's SDKs (bce-qianfan-sdk 6cacf60, consts.py) and Baidu
 * WENXINWORKSHOP/s/tlmyncueh. For the last ones only the class is known (labring/aiproxy); their texts are invented
 * here.
 */
const V1_ERRORS: Readonly<Record<string, string>> = {
  1: 'Unknown error',
  2: 'Service temporarily unavailable',
  3: 'Unsupported openapi method',
  4: 'Open api request limit reached',
  5: 'Unauthorized client IP address',
  6: 'No permission to access data',
  13: 'Get service token failed',
  14: 'IAM Certification failed',
  15: 'App not exists or create failed',
  17: 'Open api daily request limit reached',
  18: 'Open api qps request limit reached',
  19: 'Open api total request limit reached',
  100: 'Invalid parameter',
  110: 'Access token invalid or no longer valid',
  111: 'Access token expired',
  336000: 'Internal error',
  336001: 'Invalid Argument',
  336002: 'Invalid JSON',
  336003: 'Invalid parameter',
  336004: 'Permission error',
  336005: 'API name not exist',
  336006: 'the messages are invalid',
  336007: 'the max input characters is exceeded',
  336100: 'System is busy, please try again later',
  336101: 'Method not supported',
  336103: 'Prompt tokens too long',
  336104: 'the content of system field is invalid',
  336105: 'the content of user_setting field is invalid',
  336200: 'Internal error',
  336501: 'Rate limit reached for RPM',
  336502: 'Rate limit reached for TPM',
  500000: 'Internal error',
  500001: 'Invalid parameter',
  ...group('Bad request', [336008, 336106, 336118, 336122, 336123, 336221, 337006, 337008, 337009]),
  ...group('Rate limit reached', [336117, 336503, 336504, 336505, 336507]),
};

/**
 * Writes an error in V1's format: in the body of a 200 response, with a numeric code (Baidu
 * WENXINWORKSHOP/s/tlmyncueh).
 */
export const writeV1Error: ErrorWriter = (error, requestId) => {
  const code = Number(error.code);
  if (!Number.isSafeInteger(code)) throw new Error(`${error.code} is no code of V1`);
  const text = error.message ?? V1_ERRORS[error.code] ?? error.code;
  const body = error.spelling === 'code' ? { code, msg: text } : { error_code: code, error_msg: text, id: requestId };
  return { status: error.status ?? 200, body: JSON.stringify(body) };
};

/** Thrown when V1 refuses a request. */
export class V1Refusal extends Refusal {
  protected override readonly writeError = writeV1Error;

  constructor(code: number, message?: string) {
    super(String(code), message);
  }
}

/** Returns whether a script may use the code without a status. */
export function isV1Code(code: string): boolean {
  return Object.hasOwn(V1_ERRORS, code);
}

function group(message: string, codes: readonly number[]): Record<string, string> {
  return Object.fromEntries(codes.map(code => [code, message]));
}
