import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageMessage } from '../../protocol/chat.ts';

/** Tells the host what a person did. */
export type Post = (message: PageMessage) => void;

/** Gives `Post` to buttons deep inside an answer, whose parents are not rendered again. */
export const PostContext = createContext<Post | undefined>(undefined);

/** How a component tells the host what a person did. */
export function usePost(): Post {
  const post = useContext(PostContext);
  if (post === undefined) throw new Error('rendered outside of PostContext');
  return post;
}
