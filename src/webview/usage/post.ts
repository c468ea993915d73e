import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { UsagePageMessage } from '../../protocol/usage.ts';

/** Sends a user action to the host. */
export type Post = (message: UsagePageMessage) => void;

/** Provides `Post` to all components. */
export const PostContext = createContext<Post | undefined>(undefined);

/** Returns the function that sends user actions to the host. */
export function usePost(): Post {
  const post = useContext(PostContext);
  if (post === undefined) throw new Error('rendered outside of PostContext');
  return post;
}
