/** A link that may be shown to the user. */
export interface SafeLink {
  readonly url: string;
  /** What the user must see: the host in its network form, or the mail address. */
  readonly destination: string;
}

/** Longer addresses carry data away rather than lead somewhere. In UTF-16 units. */
const MAX_LINK_LENGTH = 4096;

/**
 * Returns the link if it is an absolute web or mail URL; anything else from a model stays text. The page checks before
 * it shows a link, and the host before it opens one, because it cannot trust the page.
 */
export function safeLink(href: string): SafeLink | undefined {
  const url = href.length > MAX_LINK_LENGTH ? null : URL.parse(href);
  // A user name before the host makes `https://baidu.com@evil.example` look like another site.
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'mailto:') return { url: url.href, destination: url.pathname };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return { url: url.href, destination: url.host };
}
