import type { Browser } from 'playwright-core';
import { startBrowser, type ProfileOptions } from '../support/vscode/browserProfile.ts';
import { Person } from '../support/vscode/person.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

let browser: Browser | undefined;
const present = new Map<Person, string>();
/** Released profiles that can be reused, by the options of their browser context. */
const left = new Map<string, Person[]>();

/** Returns a user whom VS Code has never seen, with a browser context of their own. */
export async function newPerson(options: ProfileOptions = {}): Promise<Person> {
  browser ??= await startBrowser();
  const { locale = 'en', forgetsSecrets = false, platform } = options;
  const kind = JSON.stringify({ locale, forgetsSecrets, platform });
  const person = left.get(kind)?.pop() ?? (await Person.withBrowser(browser, options));
  present.set(person, kind);
  return person;
}

/** Closes the user's windows, and releases the browser context. */
export async function dismiss(person: Person): Promise<void> {
  const kind = present.get(person);
  if (kind === undefined) return;
  await person.leave();
  present.delete(person);
  left.set(kind, [...(left.get(kind) ?? []), person]);
}

/** Returns the open windows of all tests. */
export function openWindows(): readonly Workbench[] {
  return [...present.keys()].flatMap(person => person.windows);
}

/** Closes the browser after the last test. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
  present.clear();
  left.clear();
}
