import type { Browser } from 'playwright-core';
import { startBrowser, type ProfileOptions } from '../support/vscode/browserProfile.ts';
import { Person } from '../support/vscode/person.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

let browser: Browser | undefined;
const present = new Map<Person, string>();
/** Who has left, by what was special about the browser, which somebody else takes over. */
const left = new Map<string, Person[]>();

/** Somebody VS Code has never seen, alone with a browser. */
export async function newPerson(options: ProfileOptions = {}): Promise<Person> {
  browser ??= await startBrowser();
  const { locale = 'en', forgetsSecrets = false, platform } = options;
  const kind = JSON.stringify({ locale, forgetsSecrets, platform });
  const person = left.get(kind)?.pop() ?? (await Person.withBrowser(browser, options));
  present.set(person, kind);
  return person;
}

/** Closes the windows of somebody who is not needed any more. */
export async function dismiss(person: Person): Promise<void> {
  const kind = present.get(person);
  if (kind === undefined) return;
  await person.leave();
  present.delete(person);
  left.set(kind, [...(left.get(kind) ?? []), person]);
}

/** The windows of all tests. */
export function openWindows(): readonly Workbench[] {
  return [...present.keys()].flatMap(person => person.windows);
}

/** To be called when no test needs a browser any more. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
  present.clear();
  left.clear();
}
