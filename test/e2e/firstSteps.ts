import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';

/** The ids of the walkthrough's steps, from the top. */
export const STEPS = ['key', 'ask', 'budget', 'privacy', 'shortcuts'];

const PREFIX = 'ask-wenxin.ask-wenxin#wenxin.start#';

/** Returns a step of VS Code's walkthrough page. */
export function firstStep({ page }: Workbench, id: string): Locator {
  return page.locator(`[data-step-id="${PREFIX}${id}"]`).first();
}

/** Returns the ids of the completed steps, from the top. */
export async function ticked({ page }: Workbench): Promise<string[]> {
  const done: string[] = [];
  for (const id of STEPS) {
    if ((await page.locator(`[data-done-step-id="${PREFIX}${id}"].complete`).count()) > 0) done.push(id);
  }
  return done;
}
