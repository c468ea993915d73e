import type { FoundSecret, SecretKind } from './secret.ts';

/** What the model reads where a secret was. Fixed, whatever language a person uses. */
const NAMES: Readonly<Record<SecretKind, string>> = {
  privateKey: 'private key',
  baiduKey: 'Baidu key',
  awsKey: 'AWS key',
  aliyunKey: 'Alibaba Cloud key',
  tencentKey: 'Tencent Cloud key',
  githubToken: 'GitHub token',
  gitlabToken: 'GitLab token',
  slackToken: 'Slack token',
  googleKey: 'Google API key',
  stripeKey: 'Stripe key',
  npmToken: 'npm token',
  apiKey: 'API key',
  jsonWebToken: 'JSON Web Token',
  urlPassword: 'password in a URL',
  authorization: 'authorization',
  password: 'password or key',
};

/**
 * The text with a note in place of each secret, like `[secret removed: private key]`. Line breaks within a secret stay,
 * so that line numbers still hold.
 *
 * @param found sorted and without overlaps, as `findSecrets` returns them.
 */
export function maskSecrets(text: string, found: readonly FoundSecret[]): string {
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    const lineBreaks = text.slice(start, end).replace(/[^\r\n]/g, '');
    masked += `${text.slice(from, start)}${secretNote(kind)}${lineBreaks}`;
    from = end;
  }
  return masked + text.slice(from);
}

/** What stands for a secret of a kind. */
export function secretNote(kind: SecretKind): string {
  return `[secret removed: ${NAMES[kind]}]`;
}
