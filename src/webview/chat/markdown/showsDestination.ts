import type { SafeLink } from '../../../protocol/safeLink.ts';

/** Returns whether the text of a link begins with its destination, so that it need not be added. */
export function showsDestination(text: string, { destination }: SafeLink): boolean {
  const start = text.trimStart().replace(/^(?:https?:\/\/|mailto:)/i, '');
  if (!start.toLowerCase().startsWith(destination.toLowerCase())) return false;
  // `example.com` must not match `example.com.evil.example`.
  return !/^[^/?#\s]/.test(start.slice(destination.length));
}
