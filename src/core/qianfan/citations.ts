import * as v from 'valibot';

import type { Citation } from '../citation.ts';
import { LenientNumber, LenientText } from './lenient.ts';
import { printable } from './printable.ts';

/** A search returns at most 28 pages (Baidu qianfan-api/s/3m7of64lb). */
const MAX_CITATIONS = 100;
const MAX_URL_LENGTH = 2_000;
const MAX_TITLE_CHARACTERS = 200;

const Result = v.fallback(v.object({ index: LenientNumber, url: LenientText, title: LenientText }), {
  index: undefined,
  url: undefined,
  title: undefined,
});
const Results = v.array(Result);

/** Parses the pages in `search_results`. Skips URLs that are not http(s), because the user may click them. */
export function readCitations(results: unknown): Citation[] {
  const parsed = v.safeParse(Results, Array.isArray(results) ? results.slice(0, MAX_CITATIONS) : []);
  return (parsed.success ? parsed.output : []).flatMap(({ index, url, title }, place) => {
    if (!url || url.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return [];
    return [{ index: index ?? place + 1, url, title: printable(title ?? '', MAX_TITLE_CHARACTERS) }];
  });
}
