import assert from 'node:assert/strict';

import { WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { findComplaint } from '../../../src/core/qianfan/errorBody.ts';
import { serviceError } from '../../../src/core/qianfan/serviceError.ts';
import { recoveryFrom } from '../../../src/core/recovery.ts';
import type { Recovery } from '../../../src/core/recovery.ts';

/** V1's codes (Baidu WENXINWORKSHOP/s/tlmyncueh; the later ones by the classes of labring/aiproxy). */
const V1: readonly (readonly [code: number, kind: FailureKind, recovery: Recovery])[] = [
  [1, 'busy', 'again'],
  [2, 'busy', 'again'],
  [3, 'model-gone', 'elsewhere'],
  [4, 'refused', 'again'],
  [5, 'credentials', 'tell'],
  [6, 'model-permission', 'elsewhere'],
  [13, 'credentials', 'renewToken'],
  [14, 'credentials', 'tell'],
  [15, 'busy', 'again'],
  [17, 'quota', 'elsewhere'],
  [18, 'refused', 'again'],
  [19, 'quota', 'elsewhere'],
  [100, 'credentials', 'renewToken'],
  [110, 'credentials', 'renewToken'],
  [111, 'credentials', 'renewToken'],
  [336000, 'busy', 'again'],
  [336001, 'invalid', 'tell'],
  [336002, 'invalid', 'tell'],
  [336003, 'invalid', 'tell'],
  [336004, 'model-permission', 'elsewhere'],
  [336005, 'model-gone', 'elsewhere'],
  [336006, 'invalid', 'tell'],
  [336007, 'too-long', 'tell'],
  [336008, 'invalid', 'tell'],
  [336100, 'busy', 'again'],
  [336101, 'invalid', 'tell'],
  [336103, 'too-long', 'tell'],
  [336104, 'unsafe', 'tell'],
  [336105, 'unsafe', 'tell'],
  [336106, 'invalid', 'tell'],
  [336117, 'refused', 'again'],
  [336118, 'invalid', 'tell'],
  [336122, 'invalid', 'tell'],
  [336123, 'invalid', 'tell'],
  [336200, 'busy', 'again'],
  [336221, 'invalid', 'tell'],
  [336501, 'refused', 'again'],
  [336502, 'refused', 'again'],
  [336503, 'refused', 'again'],
  [336504, 'refused', 'again'],
  [336505, 'refused', 'again'],
  [336507, 'refused', 'again'],
  [337006, 'invalid', 'tell'],
  [337008, 'invalid', 'tell'],
  [337009, 'invalid', 'tell'],
  [500000, 'busy', 'again'],
  [500001, 'invalid', 'tell'],
];

type V2Row = readonly [status: number, type: string, codes: readonly string[], kind: FailureKind, recovery: Recovery];

/** V2's codes (Baidu qianfan-api/s/Om9b4yj3w, 2026-07-29), those of plans at the statuses that are likely. */
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
    'tell',
  ],
  [400, 'invalid_request_error', ['characters_too_long', 'tokens_too_long'], 'too-long', 'tell'],
  [400, 'unsafe_request', ['image_url_unsafe'], 'unsafe', 'tell'],
  [401, 'invalid_request_error', ['invalid_iam_token'], 'credentials', 'renewToken'],
  [401, 'invalid_request_error', ['invalid_appid'], 'invalid', 'tell'],
  [401, 'access_denied', ['no_parameter_permission'], 'model-permission', 'elsewhere'],
  [401, 'invalid_request_error', ['invalid_model'], 'model-permission', 'elsewhere'],
  [403, 'unsafe_request', ['system_unsafe', 'user_setting_unsafe', 'functions_unsafe'], 'unsafe', 'tell'],
  [403, 'access_denied', ['account_overdue'], 'overdue', 'elsewhere'],
  [403, 'access_denied', ['model_offline'], 'model-gone', 'elsewhere'],
  [405, 'invalid_request_error', ['method_not_supported'], 'invalid', 'tell'],
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
    'again',
  ],
  [500, 'Internal_error', ['internal_error', 'dispatch_internal_error'], 'busy', 'again'],
  [403, 'access_denied', ['coding_plan_not_subscribed', 'coding_plan_subscription_expired'], 'quota', 'elsewhere'],
  [403, 'access_denied', ['coding_plan_api_key_required', 'coding_plan_api_key_not_allowed'], 'credentials', 'tell'],
  [
    403,
    'access_denied',
    ['coding_plan_model_not_supported', 'token_plan_person_model_not_supported'],
    'model-permission',
    'elsewhere',
  ],
  [
    429,
    'rate_limit_exceeded',
    ['coding_plan_hour_quota_exceeded', 'coding_plan_week_quota_exceeded', 'coding_plan_month_quota_exceeded'],
    'quota',
    'elsewhere',
  ],
  [
    429,
    'rate_limit_exceeded',
    ['coding_plan_rate_limit_exceeded', 'coding_plan_cluster_rate_limited'],
    'refused',
    'again',
  ],
];

function failureOf(status: number, body: unknown): WenxinError {
  return serviceError({ host: 'q.example', secrets: [] }, status, findComplaint(body));
}

function means(error: WenxinError, kind: FailureKind, recovery: Recovery): void {
  assert.deepEqual([error.kind, recoveryFrom(error)], [kind, recovery]);
}

describe('every code of the service', () => {
  for (const [code, kind, recovery] of V1) {
    it(`is understood: V1's ${code}, in both spellings and at any status`, () => {
      for (const status of [200, 400, 500]) {
        means(failureOf(status, { error_code: code, error_msg: 'm', id: 'as-1' }), kind, recovery);
        means(failureOf(status, { code, msg: 'm' }), kind, recovery);
      }
    });
  }

  for (const [status, type, codes, kind, recovery] of V2) {
    for (const code of codes) {
      it(`is understood: V2's ${status} ${code}, in any case`, () => {
        for (const spelling of [code, code.toUpperCase()]) {
          means(failureOf(status, { error: { code: spelling, message: 'm', type }, id: 'as-1' }), kind, recovery);
        }
        assert.equal(failureOf(status, { error: { code, message: 'm', type } }).details.code, code);
      });
    }
  }

  it('is told by its class when no table has it', () => {
    const v1 = (code: number): WenxinError => failureOf(200, { error_code: code, error_msg: 'm' });
    means(v1(336_999), 'invalid', 'tell');
    means(v1(337_001), 'invalid', 'tell');
    means(v1(336_508), 'refused', 'again');
    means(v1(777), 'busy', 'again');
    const v2 = (status: number, type: string): WenxinError => failureOf(status, { error: { code: 'new_word', type } });
    means(v2(400, 'invalid_request_error'), 'invalid', 'tell');
    means(v2(400, 'unsafe_request'), 'unsafe', 'tell');
    means(v2(401, ''), 'credentials', 'tell');
    means(v2(403, 'access_denied'), 'model-permission', 'elsewhere');
    means(v2(429, ''), 'refused', 'again');
    means(v2(500, 'Internal_error'), 'busy', 'again');
  });
});

describe('a refused token', () => {
  it('is told from a refused key', () => {
    const wrongKey = new WenxinError('credentials', 'm', { code: 'AccessDenied' });
    assert.equal(recoveryFrom(wrongKey), 'tell');
    assert.equal(recoveryFrom(new WenxinError('credentials', 'm', { status: 401 })), 'tell');
    assert.equal(recoveryFrom(new WenxinError('credentials', 'm', { code: 'INVALID_IAM_TOKEN' })), 'renewToken');
    // The same number where it means another thing.
    assert.equal(recoveryFrom(new WenxinError('busy', 'm', { code: '110' })), 'again');
  });
});
