import type { MarkdownWords } from '../../../../src/core/conversation/exchange/turnLine.ts';

export const words: MarkdownWords = {
  lines: 'lines {start}–{end}',
  sources: 'Sources',
  priceUnknown: 'price unknown',
  plan: 'plan',
  incomplete: 'incomplete',
  withdrawn: 'withdrawn',
  untitled: 'Chat',
  timeZone: 'Asia/Shanghai',
};
