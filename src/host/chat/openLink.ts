import { safeLink } from '../../protocol/safeLink.ts';
import { openPage } from '../consolePages.ts';

/**
 * Opens a link a model wrote, if it is one that the page may offer. An address can carry text away: VS Code shows it and
 * asks first, unless the person trusts its domain.
 */
export async function openLink(url: string): Promise<void> {
  const link = safeLink(url);
  if (link !== undefined) await openPage(link.url);
}
