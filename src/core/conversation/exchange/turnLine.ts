import type { Booking } from '../../booking.ts';
import { formatYuan } from '../../money.ts';
import type { Turn } from '../conversation.ts';

/** Texts of a document, in the user's language. */
export interface MarkdownWords {
  /** Contains `{start}` and `{end}`. */
  readonly lines: string;
  readonly sources: string;
  readonly priceUnknown: string;
  readonly plan: string;
  readonly incomplete: string;
  readonly withdrawn: string;
  /** Title of an untitled conversation. */
  readonly untitled: string;
  /** The user's time zone (IANA name). */
  readonly timeZone: string;
}

/** Renders the sources of an answer, followed by a line with its model, cost and date. */
export function turnLine({ askedAtMs, answer }: Turn, words: MarkdownWords): string {
  const { citations = [], model, state, safety, bookings } = answer;
  const sources = citations.map(
    ({ index, url, title }) => `${index}. ${plain(title)} <${url.replace(/[<>\s]/g, encodeURIComponent)}>`,
  );
  const facts = [
    plain(model),
    costText(bookings, words),
    dateText(askedAtMs, words.timeZone),
    safety === 'withdrawn' ? words.withdrawn : '',
    safety === undefined && state !== 'finished' ? words.incomplete : '',
  ];
  const line = `*${facts.filter(fact => fact !== '').join(' · ')}*`;
  return sources.length === 0 ? line : `**${words.sources}**\n\n${sources.join('\n')}\n\n${line}`;
}

function costText(bookings: readonly Booking[], { priceUnknown, plan }: MarkdownWords): string {
  if (bookings.length === 0) return '';
  if (bookings.some(({ amountNanoYuan }) => amountNanoYuan === undefined)) return priceUnknown;
  if (bookings.every(({ isFlat }) => isFlat)) return plan;
  const sum = bookings.reduce((total, { amountNanoYuan = 0 }) => total + amountNanoYuan, 0);
  return `${bookings.some(({ source }) => source === 'estimate') ? '≈' : ''}${formatYuan(sum)}`;
}

/** Formats as `2026-11-26 21:10`, which is unambiguous in all languages. */
function dateText(ms: number, timeZone: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  // Cached, because creating a format is slow.
  if (dates?.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
    dates = { timeZone, format };
  }
  return dates.format.format(date);
}

let dates: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

/** Returns a single line with escaped Markdown characters. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[*<>[\]\\`]/g, '\\$&');
}
