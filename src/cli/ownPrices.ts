import { readFile } from 'node:fs/promises';
import { type OwnPrices, parseOwnPrices } from '../core/qianfan/ownPrices.ts';
import { unreadable } from './files.ts';
import { Stop } from './stop.ts';

/** Reads a price file in the format of the setting `wenxin.prices`. Throws a `Stop`. */
export async function readPrices(path: string | undefined): Promise<OwnPrices> {
  if (path === undefined) return {};
  const prices = parseOwnPrices(parse(await readText(path)));
  if (prices === undefined) throw new Stop('pricesUnreadable', { path });
  return prices;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
