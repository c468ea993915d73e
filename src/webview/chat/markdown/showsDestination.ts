import type { SafeLink } from '../../../protocol/safeLink.ts';

/** Whether the text of a link begins with the place it leads to, so that nothing has to be added. */
export function showsDestination(text: string, { destination }: SafeLink): boolean {
  const start = text.trimStart().replace(/^(?:https?:\/\/|mailto:)/i, '');
  if (!start.toLowerCase().startsWith(destination.toLowerCase())) return false;
  // `example.com` is not what `example.com.evil.example` begins with.
  return !/^[^/?#\s]/.test(start.slice(destination.length));
}
