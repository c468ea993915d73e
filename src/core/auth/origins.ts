import { isBaiduCloud } from '../baiduCloud.ts';
import { isThisComputer } from '../thisComputer.ts';
import type { HeldCredential } from './credential.ts';

/**
 * Whether a credential may go to an origin (scheme, host, port): one it was given for, another one of Baidu's when it was
 * given for one of Baidu's, and this computer.
 */
export function mayReceive({ origins }: Pick<HeldCredential, 'origins'>, origin: string): boolean {
  if (origins === 'any' || origins.includes(origin)) return true;
  return (isBaiduCloud(origin) && origins.some(isBaiduCloud)) || isThisComputer(origin);
}
