/** A link that may be offered to a person. */
export interface SafeLink {
  readonly url: string;
  /** What a person must see of it: the host, as the network knows it, or the address of a mail. */
  readonly destination: string;
}

/** Longer addresses carry something away rather than lead somewhere. In UTF-16 units. */
const MAX_LINK_LENGTH = 4096;

/**
 * The link, if it is an absolute one to the web or to a mailbox. Everything else a model may write stays text. The page
 * asks before it shows a link, and the host before it opens one: it cannot know what a page sends.
 */
export function safeLink(href: string): SafeLink | undefined {
  const url = href.length > MAX_LINK_LENGTH ? null : URL.parse(href);
  // A name before the host makes `https://baidu.com@evil.example` look like another place.
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'mailto:') return { url: url.href, destination: url.pathname };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return { url: url.href, destination: url.host };
}
