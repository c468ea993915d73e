import { openPage } from '../failures/failureActions.ts';

/**
 * Opens a link a model wrote. An address can carry text away: VS Code shows it and asks first, unless the person
 * trusts its domain.
 */
export async function openLink(url: string): Promise<void> {
  if (!URL.canParse(url)) return;
  const { protocol, href } = new URL(url);
  if (['https:', 'http:', 'mailto:'].includes(protocol)) await openPage(href);
}
