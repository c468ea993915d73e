/** A link that may be offered to a person. */
export interface SafeLink {
  readonly url: string;
  /** What a person must see of it: the host, as the network knows it, or the address of a mail. */
  readonly destination: string;
}

/** The link, if it is an absolute one to the web or to a mailbox. Everything else a model may write stays text. */
export function safeLink(href: string): SafeLink | undefined {
  const url = URL.parse(href);
  // A name before the host makes `https://baidu.com@evil.example` look like another place.
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'mailto:') return { url: url.href, destination: url.pathname };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return { url: url.href, destination: url.host };
}

/** Whether the text of a link begins with the place it leads to, so that nothing has to be added. */
export function showsDestination(text: string, { destination }: SafeLink): boolean {
  const start = text.trimStart().replace(/^(?:https?:\/\/|mailto:)/i, '');
  if (!start.toLowerCase().startsWith(destination.toLowerCase())) return false;
  // `example.com` is not what `example.com.evil.example` begins with.
  return !/^[^/?#\s]/.test(start.slice(destination.length));
}
