import type { ErrorToWrite, ErrorWriter } from './errorWriter.ts';
import { jsonReply, type Reply } from './reply.ts';

/** How V2 reports one error code: HTTP status, `error.type`, and the default text. */
export interface ServiceError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/**
 * The V2 error codes, from Baidu qianfan-api/s/Om9b4yj3w (2026-07-29). The statuses of the plan codes are inferred: no
 * documentation page states them. `invalid_model` has status 400 when the field is empty.
 */
export const SERVICE_ERRORS: Readonly<Record<string, ServiceError>> = {
  ...group(400, 'invalid_request_error', {
    malformed_json: 'Invalid Argument',
    invalid_messages: 'Invalid messages',
    invalid_argument: 'Invalid Argument',
    invalid_plugin_argument: 'Invalid plugin argument',
    invalid_image_url: 'Invalid image url',
    characters_too_long: 'the max input characters is exceeded',
    tokens_too_long: 'Prompt tokens too long',
    invalid_upload_file: 'The uploaded file is invalid',
  }),
  ...group(400, 'unsafe_request', { image_url_unsafe: 'the image is not safe' }),
  ...group(401, 'invalid_request_error', {
    invalid_iam_token: 'IAM Certification failed',
    invalid_appid: 'No permission to use the appid',
    invalid_model: 'The model does not exist or you do not have access to it.',
  }),
  ...group(401, 'access_denied', { no_parameter_permission: 'No permission to use the parameter' }),
  ...group(403, 'unsafe_request', {
    system_unsafe: 'the content of system field is invalid',
    user_setting_unsafe: 'the content of user field is invalid',
    functions_unsafe: 'the content of functions field is invalid',
  }),
  ...group(403, 'access_denied', {
    account_overdue: 'Your account is in arrears',
    model_offline: 'The model has been taken offline',
    // Invented: no documentation page states the error for an account without object storage.
    bos_not_opened: 'BOS is not opened',
    coding_plan_not_subscribed: 'coding plan is not subscribed',
    coding_plan_subscription_expired: 'coding plan subscription has expired',
    coding_plan_api_key_required: 'coding plan api key required',
    coding_plan_api_key_not_allowed: 'coding plan api key not allowed',
    coding_plan_model_not_supported: 'model is not supported by the coding plan',
    token_plan_person_model_not_supported: 'model is not supported by the token plan',
  }),
  ...group(404, 'invalid_request_error', { not_found: 'Not Found' }),
  ...group(405, 'invalid_request_error', { method_not_supported: 'Only POST requests are accepted' }),
  ...group(429, 'rate_limit_exceeded', {
    rpm_rate_limit_exceeded: 'Rate limit reached for RPM',
    tpm_rate_limit_exceeded: 'Rate limit reached for TPM',
    input_tpm_rate_limit_exceeded: 'Rate limit reached for input TPM',
    output_tpm_rate_limit_exceeded: 'Rate limit reached for output TPM',
    user_rate_limit_exceeded: 'Rate limit reached for user',
    cluster_rate_limit_exceeded: 'Rate limit reached for cluster',
    cluster_rpm_rate_limit_exceeded: 'Rate limit reached for cluster RPM',
    cluster_tpm_rate_limit_exceeded: 'Rate limit reached for cluster TPM',
    preemptible_rate_limit_exceeded: 'Rate limit reached for preemptible resource',
    Offline_batch_reasoning_refused: 'Offline batch reasoning is refused',
    coding_plan_hour_quota_exceeded: 'coding plan hour quota exceeded',
    coding_plan_week_quota_exceeded: 'coding plan week quota exceeded',
    coding_plan_month_quota_exceeded: 'coding plan month quota exceeded',
    coding_plan_rate_limit_exceeded: 'coding plan rate limit exceeded',
    coding_plan_cluster_rate_limited: 'coding plan cluster rate limited',
  }),
  ...group(500, 'Internal_error', {
    internal_error: 'Internal error',
    dispatch_internal_error: 'Internal error',
  }),
};

/** Thrown while a request is checked; carries the error response. Each interface other than V2 has its own subclass. */
export class Refusal extends Error {
  readonly code: string;
  protected readonly writeError: ErrorWriter = writeError;
  readonly #error: ErrorToWrite;

  /** Message and status default to those in the interface's table. */
  constructor(code: string, message?: string, status?: number) {
    super(message ?? code);
    this.code = code;
    this.#error = { code, ...(message !== undefined && { message }), ...(status !== undefined && { status }) };
  }

  reply(requestId: string): Reply {
    return jsonReply(this.writeError(this.#error, requestId));
  }
}

/**
 * Writes an error in V2's format: `{"error":{"code","message","type"},"id"}` (Baidu qianfan-api/s/Om9b4yj3w). Missing
 * parts come from the table.
 */
export const writeError: ErrorWriter = (error, requestId) => {
  const known = SERVICE_ERRORS[error.code];
  const status = error.status ?? known?.status;
  if (status === undefined) throw new Error(`${error.code} is no code of V2: give its status and type`);
  const { code, message = known?.message ?? code, type = known?.type ?? '' } = error;
  return { status, body: JSON.stringify({ error: { code, message, type }, id: requestId }) };
};

/** Returns whether a script may use the code without a status. */
export function isServiceCode(code: string): boolean {
  return Object.hasOwn(SERVICE_ERRORS, code);
}

function group(status: number, type: string, messages: Record<string, string>): Record<string, ServiceError> {
  return Object.fromEntries(Object.entries(messages).map(([code, message]) => [code, { status, type, message }]));
}
