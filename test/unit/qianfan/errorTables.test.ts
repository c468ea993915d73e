import assert from 'node:assert/strict';

import { isTokenRefusal, WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { findComplaint } from '../../../src/core/qianfan/errorBody.ts';
import { serviceError } from '../../../src/core/qianfan/serviceError.ts';

/** The codes of V1 (Baidu WENXINWORKSHOP/s/tlmyncueh; later ones classified as in labring/aiproxy). */
const V1: readonly (readonly [code: number, kind: FailureKind, refuses?: 'token'])[] = [
  [1, 'busy'],
  [2, 'busy'],
  [3, 'model-gone'],
  [4, 'refused'],
  [5, 'credentials'],
  [6, 'model-permission'],
  [13, 'credentials', 'token'],
  [14, 'credentials'],
  [15, 'busy'],
  [17, 'quota'],
  [18, 'refused'],
  [19, 'quota'],
  [100, 'credentials', 'token'],
  [110, 'credentials', 'token'],
  [111, 'credentials', 'token'],
  [336000, 'busy'],
  [336001, 'invalid'],
  [336002, 'invalid'],
  [336003, 'invalid'],
  [336004, 'model-permission'],
  [336005, 'model-gone'],
  [336006, 'invalid'],
  [336007, 'too-long'],
  [336008, 'invalid'],
  [336100, 'busy'],
  [336101, 'invalid'],
  [336103, 'too-long'],
  [336104, 'unsafe'],
  [336105, 'unsafe'],
  [336106, 'invalid'],
  [336117, 'refused'],
  [336118, 'invalid'],
  [336122, 'invalid'],
  [336123, 'invalid'],
  [336200, 'busy'],
  [336221, 'invalid'],
  [336501, 'refused'],
  [336502, 'refused'],
  [336503, 'refused'],
  [336504, 'refused'],
  [336505, 'refused'],
  [336507, 'refused'],
  [337006, 'invalid'],
  [337008, 'invalid'],
  [337009, 'invalid'],
  [500000, 'busy'],
  [500001, 'invalid'],
];

type V2Row = readonly [status: number, type: string, codes: readonly string[], kind: FailureKind, refuses?: 'token'];

/** The codes of V2 (Baidu qianfan-api/s/Om9b4yj3w, 2026-07-29); those of plans with their likely statuses. */
const V2: readonly V2Row[] = [
  [
    400,
    'invalid_request_error',
    [
      'malformed_json',
      'invalid_model',
      'invalid_messages',
      'invalid_argument',
      'invalid_plugin_argument',
      'invalid_image_url',
      'invalid_image_genration_prompt',
    ],
    'invalid',
  ],
  [400, 'invalid_request_error', ['characters_too_long', 'tokens_too_long'], 'too-long'],
  [400, 'unsafe_request', ['image_url_unsafe'], 'unsafe'],
  [401, 'invalid_request_error', ['invalid_iam_token'], 'credentials', 'token'],
  [401, 'invalid_request_error', ['invalid_appid'], 'invalid'],
  [401, 'access_denied', ['no_parameter_permission'], 'model-permission'],
  [401, 'invalid_request_error', ['invalid_model'], 'model-permission'],
  [403, 'unsafe_request', ['system_unsafe', 'user_setting_unsafe', 'functions_unsafe'], 'unsafe'],
  [403, 'access_denied', ['account_overdue'], 'overdue'],
  [403, 'access_denied', ['model_offline'], 'model-gone'],
  [405, 'invalid_request_error', ['method_not_supported'], 'invalid'],
  [
    429,
    'rate_limit_exceeded',
    [
      'rpm_rate_limit_exceeded',
      'tpm_rate_limit_exceeded',
      'input_tpm_rate_limit_exceeded',
      'output_tpm_rate_limit_exceeded',
      'user_rate_limit_exceeded',
      'cluster_rate_limit_exceeded',
      'cluster_rpm_rate_limit_exceeded',
      'cluster_tpm_rate_limit_exceeded',
      'preemptible_rate_limit_exceeded',
      'Offline_batch_reasoning_refused',
    ],
    'refused',
  ],
  [500, 'Internal_error', ['internal_error', 'dispatch_internal_error'], 'busy'],
  [403, 'access_denied', ['coding_plan_not_subscribed', 'coding_plan_subscription_expired'], 'quota'],
  [403, 'access_denied', ['coding_plan_api_key_required', 'coding_plan_api_key_not_allowed'], 'credentials'],
  [
    403,
    'access_denied',
    ['coding_plan_model_not_supported', 'token_plan_person_model_not_supported'],
    'model-permission',
  ],
  [
    429,
    'rate_limit_exceeded',
    ['coding_plan_hour_quota_exceeded', 'coding_plan_week_quota_exceeded', 'coding_plan_month_quota_exceeded'],
    'quota',
  ],
  [429, 'rate_limit_exceeded', ['coding_plan_rate_limit_exceeded', 'coding_plan_cluster_rate_limited'], 'refused'],
];

function failureOf(status: number, body: unknown): WenxinError {
  return serviceError({ host: 'q.example', secrets: [] }, status, findComplaint(body));
}

function means(error: WenxinError, kind: FailureKind, refuses?: 'token'): void {
  assert.deepEqual([error.kind, isTokenRefusal(error)], [kind, refuses === 'token']);
}

describe('Every code of the service', () => {
  for (const [code, kind, refuses] of V1) {
    it(`is understood: V1's ${code}, in both spellings and at any status`, () => {
      for (const status of [200, 400, 500]) {
        means(failureOf(status, { error_code: code, error_msg: 'm', id: 'as-1' }), kind, refuses);
        means(failureOf(status, { code, msg: 'm' }), kind, refuses);
      }
    });
  }

  for (const [status, type, codes, kind, refuses] of V2) {
    for (const code of codes) {
      it(`is understood: V2's ${status} ${code}, in any case`, () => {
        for (const spelling of [code, code.toUpperCase()]) {
          means(failureOf(status, { error: { code: spelling, message: 'm', type }, id: 'as-1' }), kind, refuses);
        }
        assert.equal(failureOf(status, { error: { code, message: 'm', type } }).details.code, code);
      });
    }
  }

  it('is classified by its range, type or status when no table has it', () => {
    const v1 = (code: number): WenxinError => failureOf(200, { error_code: code, error_msg: 'm' });
    means(v1(336_999), 'invalid');
    means(v1(337_001), 'invalid');
    means(v1(336_508), 'refused');
    means(v1(777), 'busy');
    const v2 = (status: number, type: string): WenxinError => failureOf(status, { error: { code: 'new_word', type } });
    means(v2(400, 'invalid_request_error'), 'invalid');
    means(v2(400, 'unsafe_request'), 'unsafe');
    means(v2(401, ''), 'credentials');
    means(v2(403, 'access_denied'), 'model-permission');
    means(v2(429, ''), 'refused');
    means(v2(500, 'Internal_error'), 'busy');
  });
});

describe('A refused token', () => {
  it('is distinguished from a refused key', () => {
    const wrongKey = new WenxinError('credentials', 'm', { code: 'AccessDenied' });
    assert.equal(isTokenRefusal(wrongKey), false);
    assert.equal(isTokenRefusal(new WenxinError('credentials', 'm', { status: 401 })), false);
    assert.equal(isTokenRefusal(new WenxinError('credentials', 'm', { code: 'INVALID_IAM_TOKEN' })), true);
    // The same number with another meaning.
    assert.equal(isTokenRefusal(new WenxinError('busy', 'm', { code: '110' })), false);
  });
});
