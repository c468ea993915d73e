import type { Dialect } from '../dialect.ts';
import { readV2Chunk } from './v2Chunk.ts';
import { v2Question } from './v2Request.ts';

/** Qianfan's V2, which servers of open-weight models also implement. */
export const v2: Dialect = { question: v2Question, readPiece: readV2Chunk };
