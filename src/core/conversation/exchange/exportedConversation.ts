import type { KeptConversation } from '../history.ts';

/** What is written into a file and read from it. */
export interface ExportedConversation {
  readonly title: string;
  readonly conversation: KeptConversation;
}

/** The newest version of both formats of files. */
export const EXPORT_VERSION = 1;

/** Why a file is not imported. `newer`: a newer version of the extension has written it; `broken`: it is ours, and damaged. */
export type ImportProblem = 'foreign' | 'newer' | 'broken' | 'too-large';

/** What became of reading a file. */
export type Parsed = ExportedConversation | ImportProblem;
