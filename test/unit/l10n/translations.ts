import { wordingProblems } from './wording.ts';

/** A text in both languages. */
export interface Translation {
  readonly key: string;
  readonly english: string;
  readonly chinese: string;
}

/** Returns the differences between both languages of a text, and the problems of its Chinese wording. */
export function translationProblems({ key, english, chinese }: Translation): string[] {
  const problems = [
    ...differences('placeholder', placeholders(english), placeholders(chinese)),
    ...differences('code', codeSpans(english), codeSpans(chinese)),
    ...endProblems(english, chinese),
    ...wordingProblems(chinese),
  ];
  if (english.includes('…')) problems.push('write three dots');
  if (/[a-z]+ [a-z]+ [a-z]+/.test(english) && !/\p{Script=Han}/u.test(chinese)) problems.push('not translated');
  return problems.map(problem => `${key}: ${problem}`);
}

function placeholders(text: string): string[] {
  return text.match(/\{\w+\}/g) ?? [];
}

function codeSpans(text: string): string[] {
  return text.match(/`[^`]+`/g) ?? [];
}

function differences(what: string, english: readonly string[], chinese: readonly string[]): string[] {
  return [
    ...english.filter(each => !chinese.includes(each)).map(each => `the ${what} ${each} is missing in Chinese`),
    ...chinese.filter(each => !english.includes(each)).map(each => `the ${what} ${each} is missing in English`),
  ];
}

/** Both languages must end a text in the same way: a sentence as a sentence, a title as a title. */
const ENDS: readonly (readonly [english: RegExp, chinese: RegExp, name: string])[] = [
  [/\.\.\.$/, /\.\.\.$/, 'three dots'],
  [/(?<!\.)\.["”)]?$/, /。[”）]?$/, 'a full stop'],
  [/\?$/, /？$/, 'a question mark'],
  [/!$/, /！$/, 'an exclamation mark'],
  [/:$/, /：$/, 'a colon'],
];

function endProblems(english: string, chinese: string): string[] {
  return ENDS.flatMap(([englishEnd, chineseEnd, name]) => {
    if (englishEnd.test(english) === chineseEnd.test(chinese)) return [];
    return [`${englishEnd.test(english) ? 'only the English text' : 'only the Chinese text'} ends in ${name}`];
  });
}
