import { createContext } from 'preact';
import type { ApplyView } from '../../protocol/turnView.ts';

/** Where the code of an answer stands, and where it could go. */
export interface CodePlace {
  readonly turnId: string;
  /** Missing where code cannot be applied. */
  readonly apply: ApplyView | undefined;
}

/** Gives `CodePlace` to blocks of code deep inside an answer. */
export const CodePlaceContext = createContext<CodePlace>({ turnId: '', apply: undefined });
