import { isPlaceholder, isPlaceholderToken, looksRandom } from './placeholder.ts';
import type { FoundSecret, SecretKind } from './secret.ts';

/** Format of one provider's tokens. */
interface TokenForm {
  readonly kind: SecretKind;
  /** Starts at a word boundary, and has bounded repetition, to prevent excessive backtracking. */
  readonly pattern: RegExp;
  /** Distinguishes secrets from similar text. `part` is the group `secret`, or the whole match. */
  readonly accepts?: (part: string, groups: Readonly<Record<string, string | undefined>>) => boolean;
  /** Pattern of the nearby value without which the identifier is worthless. */
  readonly beside?: RegExp;
}

/** The payload of the well-known sample token. */
const JOHN_DOE = 'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l';

/** Prefixes and lengths from the providers' documentation, as cited. */
const FORMS: readonly TokenForm[] = [
  // Baidu qianfan-api/s/wmh8l6tnf: bce-v3/ALTAK-…/…; keys of plans have other prefixes. The slash is encoded in URLs.
  { kind: 'baiduKey', pattern: /\bbce-v3(?:\/|%2F)[\w-]{8,100}(?:\/|%2F)[0-9a-z]{20,100}/gi },
  // Access Key and Secret Key of Baidu's IAM: the secret key has 32 hexadecimal digits.
  { kind: 'baiduKey', pattern: /\bALTAK[A-Za-z0-9]{16,40}\b/g, beside: /(?<![\w/+-])[0-9a-f]{32}(?![\w/+-])/g },
  // AWS IAM User Guide, "Understanding unique ID prefixes" and "Manage access keys": 20 and 40 characters.
  { kind: 'awsKey', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, beside: /(?<![\w/+])[A-Za-z0-9/+]{40}(?![\w/+=])/g },
  // AccessKey pair of Alibaba Cloud's RAM: LTAI and 12 to 26 characters; the secret has 30 (also in the rules of
  // gitleaks).
  { kind: 'aliyunKey', pattern: /\bLTAI[A-Za-z0-9]{12,26}\b/g, beside: /(?<![\w/+-])[A-Za-z0-9]{30}(?![\w/+-])/g },
  // Tencent Cloud CAM: SecretId of 36 characters, SecretKey of 32 (also in the rules of SonarQube).
  { kind: 'tencentKey', pattern: /\bAKID[A-Za-z0-9]{32}\b/g, beside: /(?<![\w/+-])[A-Za-z0-9]{32}(?![\w/+-])/g },
  // GitHub Docs, "About authentication to GitHub"; up to 255 characters by its changelog of 2021-03-31.
  { kind: 'githubToken', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})/g },
  // GitLab Docs, "Token overview": glpat- for users and projects, the others for runners, deployments and pipelines.
  { kind: 'gitlabToken', pattern: /\bgl(?:pat|dt|rt|ptt|cbt|soat|agent|oas)-[\w.-]{20,255}/g, accepts: hasDigits },
  // Slack Docs, "Token types".
  {
    kind: 'slackToken',
    pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-\d-[A-Za-z0-9-]{20,255}/g,
    accepts: hasDigits,
  },
  // Google Cloud Docs, "Manage API keys": 39 characters.
  { kind: 'googleKey', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  // Stripe Docs, "API keys": live mode only, as test keys move no money.
  { kind: 'stripeKey', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,255}/g },
  // npm Docs, "About access tokens".
  { kind: 'npmToken', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  // OpenAI, Anthropic, DeepSeek, Moonshot and many relays. Names of CSS classes can have the same prefix.
  {
    kind: 'apiKey',
    pattern: /(?<![\w-])sk-[\w-]{20,255}/g,
    accepts: token => looksRandom(token) && isNoPlaceholder(token),
  },
  // RFC 7519: the first two parts are JSON objects in base64url.
  {
    kind: 'jsonWebToken',
    pattern: /(?<![\w-])eyJ[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000}/g,
    accepts: token => !token.includes(JOHN_DOE),
  },
  // RFC 3986, userinfo. A password equal to the user name, as in examples for databases, is not a secret.
  {
    kind: 'urlPassword',
    pattern:
      /(?<![\w+.-])[a-z][\w+.-]{1,20}:\/\/(?<user>[^\s:@/"'`<>]{0,100}):(?<secret>[^\s@/"'`<>]{4,200})@(?=[\w[])/gi,
    accepts: (password, { user }) => password !== user && !isPlaceholder(password),
  },
  // RFC 9110 and RFC 6750.
  {
    kind: 'authorization',
    pattern: /\b(?:Bearer|Basic)[ \t]{1,5}(?<secret>[\w.~+/-]{16,2000}={0,2})/gi,
    accepts: value => hasDigits(value) && /[a-z]/i.test(value) && !isWords(value),
  },
];

/** Maximum distance between an identifier and its other half: a few lines. */
const BESIDE_CHARACTERS = 300;

/** Finds tokens of known formats. The results are unsorted and may overlap. */
export function findTokens(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { kind, pattern, accepts = isNoPlaceholder, beside } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const part = match.groups?.['secret'] ?? match[0];
      if (!accepts(part, match.groups ?? {})) continue;
      const start = match.index + match[0].lastIndexOf(part);
      found.push({ kind, start, end: start + part.length });
      if (beside) found.push(...findBeside(text, { kind, start, end: start + part.length }, beside));
    }
  }
  return found;
}

function findBeside(text: string, { kind, start, end }: FoundSecret, pattern: RegExp): FoundSecret[] {
  const from = Math.max(0, start - BESIDE_CHARACTERS);
  return [...text.slice(from, end + BESIDE_CHARACTERS).matchAll(pattern)]
    .filter(([value]) => looksRandom(value) && !isPlaceholderToken(value))
    .map(({ 0: value, index }) => ({ kind, start: from + index, end: from + index + value.length }))
    .filter(other => other.end <= start || other.start >= end);
}

function isNoPlaceholder(token: string): boolean {
  return !isPlaceholderToken(token);
}

/** Names with the same prefix, such as CSS classes and files, consist of words. */
function hasDigits(token: string): boolean {
  return /\d/.test(token) && !isPlaceholderToken(token);
}

/**
 * Returns whether text after "bearer" or "basic" is prose or a name: words of letters, with at most two digits at their
 * ends.
 */
function isWords(value: string): boolean {
  return value.split(/[-_./+~]/).every(word => /^[a-z]{0,30}\d{0,2}$/i.test(word));
}
