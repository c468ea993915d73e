import { safeLink } from '../../protocol/safeLink.ts';
import { openPage } from '../consolePages.ts';

/**
 * Opens a link from a model's text, if it is one that the page may offer. A URL can leak text: VS Code shows it and
 * asks first, unless the user trusts its domain.
 */
export async function openLink(url: string): Promise<void> {
  const link = safeLink(url);
  if (link !== undefined) await openPage(link.url);
}
