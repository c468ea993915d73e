import type { ErrorWriter } from '../errorWriter.ts';
import { Refusal } from '../serviceErrors.ts';
import type { SignatureFault } from './signatureCheck.ts';

/**
 * Codes, statuses and texts of Baidu's public interfaces (Baidu IAM/s/Rjx4d0rxo-en). The texts for a bad key and a bad
 * signature are those that Baidu's Python SDK looks for (bce-qianfan-sdk 6cacf60, requestor/base.py).
 */
const BCE_ERRORS: Readonly<Record<string, readonly [status: number, message: string]>> = {
  AccessDenied: [403, 'Access denied.'],
  InvalidAccessKeyId: [403, 'NotFound, cause: Could not find credential.'],
  InvalidHTTPAuthHeader: [400, 'The HTTP authorization header is invalid.'],
  RequestExpired: [400, 'Request has expired.'],
  SignatureDoesNotMatch: [400, 'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match'],
  InvalidHTTPRequest: [400, 'There was an error in the body of your HTTP request.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
};

/** Writes an error of IAM and the console: code and text are in headers and again in the body. */
export const writeBceError: ErrorWriter = (error, requestId) => {
  const [knownStatus, knownMessage] = BCE_ERRORS[error.code] ?? [];
  const status = error.status ?? knownStatus;
  if (status === undefined) throw new Error(`${error.code} is no code of IAM: give its status and type`);
  const { code, message = knownMessage ?? code } = error;
  const headers = { 'X-Bce-Error-Code': code, 'X-Bce-Error-Message': message, 'X-Bce-Request-Id': requestId };
  return { status, headers, body: JSON.stringify({ requestId, code, message }) };
};

/** Thrown when IAM or the console refuses a request. */
export class BceRefusal extends Refusal {
  protected override readonly writeError = writeBceError;
}

const FAULT_CODES: Readonly<Record<SignatureFault, string>> = {
  missing: 'AccessDenied',
  malformed: 'InvalidHTTPAuthHeader',
  unknownKey: 'InvalidAccessKeyId',
  expired: 'RequestExpired',
  wrong: 'SignatureDoesNotMatch',
};

/** Returns the refusal for a bad signature. */
export function refuseSignature(fault: SignatureFault): BceRefusal {
  return new BceRefusal(FAULT_CODES[fault]);
}

/** Returns whether a script may use the code without a status. */
export function isBceCode(code: string): boolean {
  return Object.hasOwn(BCE_ERRORS, code);
}
