import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import { madeUpPem } from '../../support/madeUpSecret.ts';
import { window } from '../../support/vscodeStandIn.ts';

const { SecretCheck } = await import('../../../src/host/chat/secretCheck.ts');

/** Returns the first line of the warning about a secret in the prompt of this question. */
async function saidOf(question: string): Promise<string> {
  let said = '';
  const show = (_message: string, options: { readonly detail: string }): Promise<undefined> => {
    said = options.detail;
    return Promise.resolve(undefined);
  };
  const { showWarningMessage } = window;
  Object.assign(window, { showWarningMessage: show });
  try {
    await new SecretCheck().decide({ feature: 'chat', question, prompt: madeUpPem(), attachments: [] }, 'c');
  } finally {
    Object.assign(window, { showWarningMessage });
  }
  return said.split('\n', 1)[0] ?? '';
}

describe('A secret that the user did not type', () => {
  it('is attributed to the named prompt, or else to the problems reported in the code', async () => {
    assert.match(await saidOf('/deploy now'), /^The prompt: /);
    assert.match(await saidOf('Fix this code'), /^Problems reported in the code: /);
  });
});
