/**
 * Number of leading base64 characters that depend on the text before the secret, by the length of that text in bytes
 * modulo 3.
 */
const UNSURE_CHARACTERS = [0, 2, 3] as const;

/**
 * Returns the forms in which a text may contain a secret: verbatim, URL-encoded, and in both base64 alphabets at any
 * offset.
 */
export function secretForms(secret: string): string[] {
  const encoded = UNSURE_CHARACTERS.flatMap((unsure, before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // The last character may contain bits of the following byte.
    const sure = Math.floor((bytes.length * 8) / 6);
    return [bytes.toString('base64').slice(unsure, sure), bytes.toString('base64url').slice(unsure, sure)];
  });
  return [...new Set([secret, encodeURIComponent(secret), ...encoded])];
}
