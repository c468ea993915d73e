import type { KeptConversation } from '../history.ts';

/** Content of an exported file. */
export interface ExportedConversation {
  readonly title: string;
  readonly conversation: KeptConversation;
}

/** The latest version of both file formats. */
export const EXPORT_VERSION = 1;

/**
 * Why a file was not imported. `foreign`: not an exported conversation; `newer`: written by a newer version of the
 * extension; `broken`: exported, but damaged.
 */
export type ImportProblem = 'foreign' | 'newer' | 'broken' | 'too-large';

/** The result of parsing a file. */
export type Parsed = ExportedConversation | ImportProblem;
