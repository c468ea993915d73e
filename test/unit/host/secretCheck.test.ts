import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import { madeUpPem } from '../../support/madeUpSecret.ts';
import { window } from '../../support/vscodeStandIn.ts';

const { SecretCheck } = await import('../../../src/host/chat/secretCheck.ts');

/** What is said of secrets in a prompt that stands for a question. */
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

describe('a secret that nobody typed', () => {
  it('is said to be in the prompt that was named, or else in what tools report of the code', async () => {
    assert.match(await saidOf('/deploy now'), /^The prompt: /);
    assert.match(await saidOf('Fix this code'), /^Problems reported in the code: /);
  });
});
