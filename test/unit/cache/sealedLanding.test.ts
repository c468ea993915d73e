import assert from 'node:assert/strict';
import type { Landing } from '../../../src/core/cache/flightBoard.ts';
import { flightNameOf, openLanding, sealLanding } from '../../../src/core/cache/sealedLanding.ts';
import { WenxinError, type FailureKind } from '../../../src/core/errors.ts';
import { answered } from './windowFlightStage.ts';

const KEY = 'c3'.repeat(32);
const answer = answered('因为天空散射蓝光');

function failure(kind: FailureKind, details: WenxinError['details'] = {}): Landing {
  return { type: 'failure', error: new WenxinError(kind, 'why', details) };
}

/** Returns what other windows get of a landing. */
function handed(landing: Landing): Landing | undefined {
  const sealed = sealLanding(landing, KEY);
  return sealed && openLanding(sealed, KEY);
}

describe('A sealed landing', () => {
  it('can be opened with the key it was sealed for, and with no other', () => {
    const sealed = sealLanding(answer, KEY) ?? assert.fail();
    assert.deepEqual(openLanding(sealed, KEY), answer);
    assert.equal(openLanding(sealed, `${KEY}#fresh`), undefined);
    assert.equal(openLanding(sealed, flightNameOf(KEY)), undefined);
  });

  it('cannot be opened when any byte was changed or is missing', () => {
    const sealed = sealLanding(answer, KEY) ?? assert.fail();
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(openLanding(changed, KEY), undefined, `byte ${index}`);
      assert.equal(openLanding(sealed.subarray(0, index), KEY), undefined, `${index} bytes`);
    }
  });

  it('is different each time, and does not contain its plain text', () => {
    const [first, second] = [sealLanding(answer, KEY), sealLanding(answer, KEY)].map(sealed =>
      Buffer.from(sealed ?? []),
    );
    assert.notDeepEqual(first, second);
    assert.equal(first?.includes('散射'), false);
  });

  it('contains a failure of the service with its details', () => {
    const details = { status: 429, code: 'quota', limitTokens: 8_000, model: 'ernie-5.1', clockOffMinutes: -7 };
    const landing = handed(failure('quota', { ...details, cause: new Error('here') }));
    assert.ok(landing?.type === 'failure');
    assert.deepEqual([landing.error.kind, landing.error.message, landing.error.details], ['quota', 'why', details]);
  });

  it('does not exist for a failure that only concerns one window', () => {
    const own = [
      'budget',
      'price-unknown',
      'storage',
      'no-credentials',
      'no-endpoint',
      'circuit',
      'queue-full',
      'offline',
    ];
    for (const kind of own) assert.equal(sealLanding(failure(kind as FailureKind), KEY), undefined, kind);
  });

  it('omits a cause that cannot be serialized', () => {
    const cause: { self?: unknown } = {};
    cause.self = cause;
    assert.equal(handed(failure('busy', { cause }))?.type, 'failure');
  });

  it('keeps its format across versions', () => {
    assert.equal(flightNameOf(KEY), 'c885fdc55b2ea8b7119693e67e101c65fa5e74bd69eb38a8e561483205c016ad');
    const sealed =
      '21f9506e735b6a0f5ff4a5eba9103df754b0d48ff80eb97e5d23045995efaa850c390eac174bc61866763bb522f208585d77' +
      'fd062e41c38b8e207822d745628442a7654df540845e216f4898db7ee360070b36a1aa';
    const landing = openLanding(Buffer.from(sealed, 'hex'), KEY);
    assert.ok(landing?.type === 'failure');
    assert.deepEqual([landing.error.kind, landing.error.details], ['busy', { status: 503 }]);
  });

  it('has a name that reveals nothing about its key', () => {
    const name = flightNameOf(KEY);
    assert.match(name, /^[0-9a-f]{64}$/);
    assert.notEqual(name, KEY);
    assert.notEqual(name, flightNameOf(`${KEY}#fresh`));
  });
});
