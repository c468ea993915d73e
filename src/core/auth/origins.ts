import { isBaiduCloud } from '../baiduCloud.ts';
import { isThisComputer } from '../thisComputer.ts';
import type { HeldCredential } from './credential.ts';

/**
 * Returns whether a credential may be sent to an origin (scheme, host, port): one it was entered for, any Baidu origin
 * if it was entered for one of them, or the local machine.
 */
export function mayReceive({ origins }: Pick<HeldCredential, 'origins'>, origin: string): boolean {
  if (origins === 'any' || origins.includes(origin)) return true;
  return (isBaiduCloud(origin) && origins.some(isBaiduCloud)) || isThisComputer(origin);
}
