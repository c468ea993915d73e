/**
 * Formats of secrets: Qianfan's keys and tokens, the headers and parameters that carry them, signatures, and the team's
 * key.
 */
const SECRETS: readonly [pattern: RegExp, replacement: string][] = [
  [/bce-v3(?:\/|%2F)[\w.-]+(?:(?:\/|%2F)[\w.-]+)*/gi, 'bce-v3/***'],
  // User name and password in the URL of a proxy or database.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'<>]+@/gi, '$1***@'],
  [/wenxin-team-\d+\.[\w.-]+/gi, 'wenxin-team-***'],
  [/bce-auth-v1(?:\/|%2F)\S+/gi, 'bce-auth-v1/***'],
  // OAuth's access and refresh tokens: `24.<hash>.<life>.<end>.<user>-<application>`.
  [/\b2[45]\.[0-9a-f]{8,64}\.\d+\.\d+\.[\w-]+/gi, '***'],
  [/\b(Bearer|Basic|ACCESSCODE)\s+[^\s"',;]+/gi, '$1 ***'],
  [
    /\b(access_token|client_id|client_secret|refresh_token|api_key|authorization)(["']?\s*[=:]\s*["']?)[^\s&"',;]+/gi,
    '$1$2***',
  ],
];

// C0 without tab and line feed, DEL, and C1, which a terminal or editor could interpret as commands.
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Returns the text without anything that looks like a key or token, and without control characters. Applied to every
 * log and report.
 */
export function redact(text: string): string {
  const clean = text.replace(CONTROL_CHARACTERS, '');
  return SECRETS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), clean);
}
