import '../../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import {
  BACKGROUND_CONSUMER,
  CHAT_CONSUMER,
  UNNAMED_CONSUMER,
  VSCODE_CONSUMER,
} from '../../../../src/host/consumer.ts';
import { silentLogger } from '../../../../src/core/logger.ts';

const { UseConsent } = await import('../../../../src/host/modelProvider/useConsent.ts');

const OF_VSCODE = [CHAT_CONSUMER, VSCODE_CONSUMER, BACKGROUND_CONSUMER];

describe('Consent to use the key', () => {
  let kept: Map<string, unknown>;
  let consent: InstanceType<typeof UseConsent>;

  beforeEach(() => {
    kept = new Map();
    const memory = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    };
    consent = new UseConsent(memory, silentLogger);
  });

  it('is stored and listed for other extensions, and never for VS Code', () => {
    for (const consumer of [...OF_VSCODE, 'shop.helper', UNNAMED_CONSUMER]) consent.allow(consumer);
    assert.deepEqual([...kept.keys()].sort(), [
      `modelProviderAllowed.${UNNAMED_CONSUMER}`,
      'modelProviderAllowed.shop.helper',
    ]);
    assert.deepEqual(consent.allowed(), [UNNAMED_CONSUMER, 'shop.helper']);
  });

  it('is not listed for VS Code where an earlier version stored it', () => {
    for (const consumer of [...OF_VSCODE, 'shop.helper']) kept.set(`modelProviderAllowed.${consumer}`, true);
    assert.deepEqual(consent.allowed(), ['shop.helper']);
  });
});
