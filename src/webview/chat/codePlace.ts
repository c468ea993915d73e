import { createContext } from 'preact';
import type { ApplyView } from '../../protocol/turnView.ts';

/** The turn that contains a code block, and where the code could be applied. */
export interface CodePlace {
  readonly turnId: string;
  /** Missing if code cannot be applied. */
  readonly apply: ApplyView | undefined;
}

/** Provides `CodePlace` to code blocks deep inside an answer. */
export const CodePlaceContext = createContext<CodePlace>({ turnId: '', apply: undefined });
