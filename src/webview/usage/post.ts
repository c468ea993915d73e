import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { UsagePageMessage } from '../../protocol/usage.ts';

/** Tells the host what a person did. */
export type Post = (message: UsagePageMessage) => void;

/** Gives `Post` to every button. */
export const PostContext = createContext<Post | undefined>(undefined);

/** How a component tells the host what a person did. */
export function usePost(): Post {
  const post = useContext(PostContext);
  if (post === undefined) throw new Error('rendered outside of PostContext');
  return post;
}
