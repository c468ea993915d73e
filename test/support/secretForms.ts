/** The first characters of base64 that still depend on what stands before the secret, by how many bytes that are, modulo 3. */
const UNSURE_CHARACTERS = [0, 2, 3] as const;

/** A secret as texts may carry it: as it is, in a URL, and in base64 of either alphabet wherever in a longer text it stands. */
export function secretForms(secret: string): string[] {
  const encoded = UNSURE_CHARACTERS.flatMap((unsure, before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // The last character may hold bits of what follows.
    const sure = Math.floor((bytes.length * 8) / 6);
    return [bytes.toString('base64').slice(unsure, sure), bytes.toString('base64url').slice(unsure, sure)];
  });
  return [...new Set([secret, encodeURIComponent(secret), ...encoded])];
}
