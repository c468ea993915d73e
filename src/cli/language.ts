/** Languages in which messages are available. */
export type Language = 'en' | 'zh';

/** Returns the language of messages, by the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(each => each);
  return /^zh\b|^zh_/i.test(locale ?? '') ? 'zh' : 'en';
}
