import type { FailureKind } from '../errors.ts';
import type { ServiceComplaint } from './errorBody.ts';

/** Codes of V2 (Baidu qianfan-api/s/Om9b4yj3w, table of 2026-07-29) and of OpenAI-compatible relays, in lower case. */
const WORDS: ReadonlyMap<string, FailureKind> = new Map([
  ['invalid_iam_token', 'credentials'],
  ['accessdenied', 'credentials'],
  ['signaturedoesnotmatch', 'credentials'],
  ['invalid_client', 'credentials'],
  ['invalid_api_key', 'credentials'],
  ['authentication_error', 'credentials'],
  ['coding_plan_api_key_required', 'credentials'],
  ['coding_plan_api_key_not_allowed', 'credentials'],
  ['no_parameter_permission', 'model-permission'],
  ['coding_plan_model_not_supported', 'model-permission'],
  ['token_plan_person_model_not_supported', 'model-permission'],
  ['model_offline', 'model-gone'],
  ['model_not_found', 'model-gone'],
  ['notfounderror', 'model-gone'],
  ['not_found_error', 'model-gone'],
  ['account_overdue', 'overdue'],
  ['coding_plan_not_subscribed', 'quota'],
  ['coding_plan_subscription_expired', 'quota'],
  ['insufficient_quota', 'quota'],
  ['insufficient_user_quota', 'quota'],
  ['context_length_exceeded', 'too-long'],
  ['unsafe_request', 'unsafe'],
  ['offline_batch_reasoning_refused', 'refused'],
  ['internal_error', 'busy'],
  ['dispatch_internal_error', 'busy'],
  ['server_error', 'busy'],
  ['service_unavailable', 'busy'],
  ['malformed_json', 'invalid'],
  ['invalid_messages', 'invalid'],
  ['invalid_argument', 'invalid'],
  ['invalid_plugin_argument', 'invalid'],
  ['invalid_appid', 'invalid'],
  ['method_not_supported', 'invalid'],
]);

/** Patterns for codes that were not in the table of that date. */
const FAMILIES: readonly (readonly [RegExp, FailureKind])[] = [
  [/rate_limit/, 'refused'],
  // V1's limits per minute, and by analogy the other codes from 336500 to 336509.
  [/^33650\d$/, 'refused'],
  [/quota_exceeded$/, 'quota'],
  [/subscription_expired$|_not_subscribed$/, 'quota'],
  [/too_long$/, 'too-long'],
  [/unsafe/, 'unsafe'],
  [/overload/, 'busy'],
  [/^invalid_image/, 'invalid'],
  // V1's other codes report errors in the request.
  [/^33[67]\d{3}$/, 'invalid'],
];

/**
 * Numeric codes of V1 (Baidu WENXINWORKSHOP/s/tlmyncueh, and those that labring/aiproxy classifies), which relays still
 * forward.
 */
const NUMBERS: readonly (readonly [FailureKind, readonly string[]])[] = [
  ['busy', ['1', '2', '15', '336000', '336100', '336200', '500000']],
  ['refused', ['4', '18', '336117']],
  ['quota', ['17', '19']],
  ['credentials', ['5', '13', '14', '100', '110', '111']],
  ['model-permission', ['6', '336004']],
  ['model-gone', ['3', '336005']],
  ['too-long', ['336007', '336103']],
  ['unsafe', ['336104', '336105']],
  ['invalid', ['500001']],
];

const STATUSES: ReadonlyMap<number, FailureKind> = new Map([
  [401, 'credentials'],
  [402, 'overdue'],
  [408, 'busy'],
  [409, 'busy'],
  [413, 'too-long'],
  [425, 'busy'],
  [429, 'refused'],
]);

/**
 * Maps a refusal to a kind of failure: by its code if known, else by the status, else by the class of the code.
 * `complaint` is missing if the body described no error. Status 200 means an answer that turned into an error.
 */
export function failureKind(status: number, complaint: ServiceComplaint | undefined): FailureKind {
  if (status === 407) return 'proxy-auth';
  const code = complaint?.code.toLowerCase() ?? '';
  // V2 uses this code for a missing model name (400), and for a model that does not exist or is not permitted (401).
  if (code === 'invalid_model') return status === 400 ? 'invalid' : 'model-permission';
  const known = kindOfNumber(code) ?? kindOfWord(code);
  if (known !== undefined) return known;
  // vLLM and others use the HTTP status as the code, also within a stream whose own status was 200.
  const effective = status < 400 && /^[45]\d\d$/.test(code) ? Number(code) : status;
  const byStatus = effective >= 500 ? 'busy' : STATUSES.get(effective);
  if (byStatus !== undefined) return byStatus;
  const type = complaint?.type.toLowerCase() ?? '';
  const byType = type === 'access_denied' ? 'model-permission' : kindOfWord(type);
  if (byType !== undefined) return byType;
  if (effective === 403) return 'credentials';
  // An unknown code within a 200 response: more likely the service's fault than the question's.
  return effective >= 400 || type === 'invalid_request_error' ? 'invalid' : 'busy';
}

function kindOfWord(word: string): FailureKind | undefined {
  return WORDS.get(word) ?? FAMILIES.find(([pattern]) => pattern.test(word))?.[1];
}

function kindOfNumber(code: string): FailureKind | undefined {
  return NUMBERS.find(([, codes]) => codes.includes(code))?.[0];
}
