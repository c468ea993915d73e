import type { Dialect } from '../dialect.ts';
import { readV1Frame } from './v1Frame.ts';
import { v1Question } from './v1Request.ts';

/**
 * Qianfan's V1, whose end Baidu announced for 2026-08-31 (Baidu qianfan/s/rmse4vxp8). Private deployments and relays
 * still use it.
 */
export const v1: Dialect = { question: v1Question, readPiece: readV1Frame };
