import type { FoundSecret, SecretKind } from './secret.ts';

/** What the model sees in place of a secret, in English regardless of the user's language. */
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
 * Replaces each secret with a note such as `[secret removed: private key]`. Keeps the line breaks within secrets, so
 * that line numbers stay valid.
 *
 * @param found sorted and without overlaps, as returned by `findSecrets`.
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

/** Returns the note for a secret of this kind. */
export function secretNote(kind: SecretKind): string {
  return `[secret removed: ${NAMES[kind]}]`;
}
