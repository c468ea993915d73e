import type { UsageHostMessage, UsagePicture } from '../../protocol/usage.ts';

/** Returns the state of the page after a message from the host; `undefined` before the first snapshot. */
export function reduce(picture: UsagePicture | undefined, message: UsageHostMessage): UsagePicture | undefined {
  if (message.type === 'snapshot') return message.picture;
  return picture === undefined ? undefined : { ...picture, ...message.change };
}
