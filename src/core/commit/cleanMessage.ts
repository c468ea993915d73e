/** What models write before the message although they were asked for it alone: a line of its own, or a label. */
const PREFACE =
  /^(?:(?:(?:sure|certainly|of course|okay|ok|here(?:'s|’s| is| are)|below is)\b|好的|当然|以下|下面|这是)[^\n]{0,120}[:：.。!！][ \t]*\n|[^\n:：]{0,60}\b(?:git )?commit message(?:\*\*)?[^\n:：]{0,40}[:：](?:\*\*)?|[^\n:：]{0,20}提交(?:消息|信息|说明)(?:\*\*)?[^\n:：]{0,10}[:：](?:\*\*)?)\s*/i;

/** Remarks about the message after it. */
const AFTERWORD =
  /^(?:let me know\b|feel free\b|(?:i )?hope this|this (?:commit )?message (?:follows|uses|describes|summari[sz]es|is )|(?:note|explanation)[:：].*\b(?:message|diff|attach)|(?:该|此|以上|这条|上述).{0,6}提交(?:消息|信息)|希望(?:这|以上|能)|如需|如果需要|(?:注|说明|注意)[:：].*(?:提交(?:消息|信息)|附件|差异))/i;

/** Trailers that only people may add, and, in `SWITCH`, markers that skip CI or other checks. */
const TRAILER =
  /^(?:(?:signed-off|co-authored|co-developed|authored|committed|reviewed|acked|tested|verified|approved|reported|suggested|requested|helped)-by|skip-checks)[ \t]*:.*$/gim;
const SWITCH =
  /[ \t]*(?:\[(?:skip[ -](?:ci|actions|azp|azurepipelines|travis|appveyor|circleci)|(?:ci|actions|azp|azurepipelines|travis|appveyor|circleci)[ -]skip|no ci)\]|\*\*\*NO_CI\*\*\*)/gi;

/** The placeholder of a removed secret says nothing about the change. */
const NOTE = /[ \t]*[`'"“”]?\[secret removed: [^\]\n]*\][`'"“”]?/g;
const HEADING = /^(?:#{1,6}[ \t]+)+/gm;

/**
 * Extracts the commit message from a complete or partial answer. Removes the model's reasoning, remarks about the
 * message, surrounding Markdown, and what a model must not decide (who signs, whether checks run), unless it is part of
 * `typed`, the user's own text. Empty if nothing is left.
 */
export function cleanMessage(answer: string, typed = ''): string {
  const text = answer
    .replace(/\r\n?/g, '\n')
    .replace(/<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi, '')
    .trim();
  const bare = unwrapped(withoutPreface(text));
  return withEmptySecondLine(
    withoutUnwanted(withoutAfterword(bare), typed)
      .split('\n')
      .map(line => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

/** Maximum number of rounds. Text that needs more was made to reassemble itself, and is dropped. */
const MOST_ROUNDS = 20;

/** Repeated, since a removal may produce a new match. */
function withoutUnwanted(message: string, typed: string): string {
  const own = (all: string): string => (typed.includes(all.trim()) ? all : '');
  let rest = message;
  for (let round = 0, last = ''; last !== rest; round++) {
    if (round === MOST_ROUNDS) return '';
    last = rest;
    rest = rest.replace(HEADING, '').replace(NOTE, '').replace(SWITCH, own).replace(TRAILER, own);
  }
  return rest;
}

/** Repeated, since there may be several: "Sure! Here is it:", then "Commit message:". */
function withoutPreface(text: string): string {
  let rest = text;
  for (let last = ''; last !== rest;) {
    last = rest;
    rest = rest.replace(PREFACE, '').trimStart();
  }
  return rest;
}

/** Removes a fence or quotes around the message. The fence may still be open; text after it is a remark. */
function unwrapped(text: string): string {
  const fenced = /^(`{3,}|~{3,})[^\n]*([\s\S]*?)(?:\n\1|$)/.exec(text)?.[2];
  const whole = (fenced ?? text).trim();
  const [subject = '', ...rest] = whole.split('\n');
  if (rest.length === 0) return unquoted(whole);
  return isQuoted(whole) ? unquoted(whole) : [unquoted(subject), ...rest].join('\n');
}

const QUOTES: readonly (readonly [string, string])[] = [
  ['**', '**'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['「', '」'],
];

function isQuoted(text: string): boolean {
  return unquoted(text) !== text;
}

/** Removes quotes around the whole text; quotes within it stay. */
function unquoted(text: string): string {
  for (const [open, close] of QUOTES) {
    const inner = text.slice(open.length, -close.length);
    const isAround = text.length > open.length + close.length && text.startsWith(open) && text.endsWith(close);
    if (isAround && !inner.includes(close)) return unquoted(inner.trim());
  }
  return text;
}

function withoutAfterword(text: string): string {
  const paragraphs = text.split(/\n(?:[ \t]*\n)+/);
  while (
    paragraphs.length > 1 &&
    (AFTERWORD.test(paragraphs.at(-1) ?? '') || /^(?:-{3,}|\*{3,})$/.test(paragraphs.at(-1) ?? ''))
  )
    paragraphs.pop();
  return paragraphs.join('\n\n');
}

/** Git takes all lines up to the first empty one as the subject. */
function withEmptySecondLine(message: string): string {
  const [subject = '', second = '', ...rest] = message.split('\n');
  return second.trim() === '' ? message : [subject, '', second, ...rest].join('\n');
}
