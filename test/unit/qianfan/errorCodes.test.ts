import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { FailureKind } from '../../../src/core/errors.ts';
import { findComplaint } from '../../../src/core/qianfan/errorBody.ts';
import { failureKind } from '../../../src/core/qianfan/errorCodes.ts';

const v2 = (code: string | number | null, type = ''): unknown => ({ error: { code, message: 'm', type }, id: 'as-1' });
const v1 = (code: number): unknown => ({ error_code: code, error_msg: 'm', id: 'as-1' });

/** Status and body of refusals with their meaning; the rows of Baidu qianfan-api/s/Om9b4yj3w and more. */
const TABLE: readonly (readonly [number, unknown, FailureKind])[] = [
  [400, v2('malformed_json', 'invalid_request_error'), 'invalid'],
  [400, v2('invalid_model', 'invalid_request_error'), 'invalid'],
  [400, v2('invalid_messages'), 'invalid'],
  [400, v2('invalid_argument'), 'invalid'],
  [400, v2('invalid_plugin_argument'), 'invalid'],
  [400, v2('invalid_image_url'), 'invalid'],
  [400, v2('something_new', 'invalid_request_error'), 'invalid'],
  [400, v2('characters_too_long'), 'too-long'],
  [400, v2('tokens_too_long'), 'too-long'],
  [400, v2('image_url_unsafe', 'unsafe_request'), 'unsafe'],
  [400, v2('something_new', 'unsafe_request'), 'unsafe'],
  [401, v2('invalid_iam_token'), 'credentials'],
  [401, v2('INVALID_IAM_TOKEN'), 'credentials'],
  [401, v2('invalid_appid'), 'invalid'],
  [401, v2('no_parameter_permission', 'access_denied'), 'model-permission'],
  [401, v2('invalid_model'), 'model-permission'],
  [401, v2('something_new', 'invalid_request_error'), 'credentials'],
  [403, v2('system_unsafe', 'unsafe_request'), 'unsafe'],
  [403, v2('user_setting_unsafe'), 'unsafe'],
  [403, v2('functions_unsafe'), 'unsafe'],
  [403, v2('account_overdue', 'access_denied'), 'overdue'],
  [403, v2('model_offline', 'access_denied'), 'model-gone'],
  [403, v2('something_new', 'access_denied'), 'model-permission'],
  [403, { code: 'AccessDenied', message: 'Access denied.', requestId: 'r' }, 'credentials'],
  [405, v2('method_not_supported'), 'invalid'],
  [429, v2('rpm_rate_limit_exceeded', 'rate_limit_exceeded'), 'refused'],
  [429, v2('tpm_rate_limit_exceeded'), 'refused'],
  [429, v2('input_tpm_rate_limit_exceeded'), 'refused'],
  [429, v2('output_tpm_rate_limit_exceeded'), 'refused'],
  [429, v2('user_rate_limit_exceeded'), 'refused'],
  [429, v2('cluster_rate_limit_exceeded'), 'refused'],
  [429, v2('preemptible_rate_limit_exceeded'), 'refused'],
  [429, v2('Offline_batch_reasoning_refused'), 'refused'],
  [429, v2('insufficient_quota'), 'quota'],
  [429, undefined, 'refused'],
  [500, v2('internal_error', 'Internal_error'), 'busy'],
  [500, v2('dispatch_internal_error'), 'busy'],
  [403, v2('coding_plan_not_subscribed'), 'quota'],
  [403, v2('coding_plan_subscription_expired'), 'quota'],
  [401, v2('coding_plan_api_key_required'), 'credentials'],
  [401, v2('coding_plan_api_key_not_allowed'), 'credentials'],
  [400, v2('coding_plan_model_not_supported'), 'model-permission'],
  [400, v2('token_plan_person_model_not_supported'), 'model-permission'],
  [429, v2('coding_plan_hour_quota_exceeded'), 'quota'],
  [429, v2('coding_plan_week_quota_exceeded'), 'quota'],
  [429, v2('coding_plan_month_quota_exceeded'), 'quota'],
  [429, v2('coding_plan_rate_limit_exceeded'), 'refused'],
  [429, v2('coding_plan_cluster_rate_limited'), 'refused'],
  [400, { error: 'invalid_client', error_description: 'unknown client id' }, 'credentials'],
  [200, v1(1), 'busy'],
  [200, v1(2), 'busy'],
  [200, v1(3), 'model-gone'],
  [200, v1(4), 'refused'],
  [200, v1(6), 'model-permission'],
  [200, v1(14), 'credentials'],
  [200, v1(17), 'quota'],
  [200, v1(18), 'refused'],
  [200, v1(19), 'quota'],
  [200, v1(110), 'credentials'],
  [200, v1(111), 'credentials'],
  [200, v1(336000), 'busy'],
  [200, v1(336003), 'invalid'],
  [200, v1(336006), 'invalid'],
  [200, v1(336007), 'too-long'],
  [200, v1(336100), 'busy'],
  [200, v1(336103), 'too-long'],
  [200, v1(336104), 'unsafe'],
  [200, v1(336117), 'refused'],
  [200, { code: 336501, msg: 'Rate limit reached for RPM' }, 'refused'],
  [200, { code: 336502, msg: 'Rate limit reached for TPM' }, 'refused'],
  [200, v1(336507), 'refused'],
  [200, v1(500000), 'busy'],
  [404, { object: 'error', message: 'no', type: 'NotFoundError', code: 404 }, 'model-gone'],
  [200, v2(400, 'BadRequestError'), 'invalid'],
  [200, v2(503, 'ServiceUnavailable'), 'busy'],
  [200, v2('something_new'), 'busy'],
  [400, { error: { code: 'context_length_exceeded' } }, 'too-long'],
  [404, undefined, 'invalid'],
  [402, undefined, 'overdue'],
  [403, undefined, 'credentials'],
  [407, v2('account_overdue'), 'proxy-auth'],
  [408, undefined, 'busy'],
  [409, undefined, 'busy'],
  [413, undefined, 'too-long'],
  [502, undefined, 'busy'],
  [503, { detail: 'x' }, 'busy'],
];

describe('The meaning of a refusal', () => {
  for (const [status, body, kind] of TABLE) {
    it(`is ${kind} for ${status} ${JSON.stringify(body) ?? 'without a body'}`, () => {
      assert.equal(failureKind(status, findComplaint(body)), kind);
    });
  }

  it('is defined for every status and code', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.string(), fc.string(), (status, code, type) => {
        assert.equal(typeof failureKind(status, { code, type, parameter: '', requestId: '', words: '' }), 'string');
      }),
    );
  });
});

describe('An error object of the service', () => {
  it('is found with its code, type, parameter and request ID', () => {
    const body = { error: { code: 'a', message: 'm', type: 't', param: 'temperature' }, id: 'as-1' };
    assert.deepEqual(findComplaint(body), {
      code: 'a',
      type: 't',
      parameter: 'temperature',
      requestId: 'as-1',
      words: 'm',
    });
    assert.equal(findComplaint({ code: 'AccessDenied', message: '', requestId: 'r-1' })?.requestId, 'r-1');
    assert.equal(findComplaint({ error: { message: 'no code at all' } })?.code, '');
  });

  it('is not found in a good answer', () => {
    const good = [
      { id: 'as-1', choices: [], error: null },
      { choices: [], code: 'x', message: 'm' },
      { result: '', code: 'x', msg: 'm' },
      { error_code: 0, error_msg: 'success', result: '' },
      { code: 0, msg: 'ok' },
      { error: '' },
      { data: [] },
      null,
      'text',
      7,
      [{ error: { code: 'x' } }],
    ];
    for (const body of good) assert.equal(findComplaint(body), undefined, JSON.stringify(body));
  });

  it('never makes the parser throw', () => {
    fc.assert(fc.property(fc.jsonValue(), value => void findComplaint(value)));
  });
});
