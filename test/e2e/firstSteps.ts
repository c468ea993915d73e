import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';

/** The steps of the walkthrough, from the top. */
export const STEPS = ['key', 'ask', 'budget', 'privacy', 'shortcuts'];

const PREFIX = 'ask-wenxin.ask-wenxin#wenxin.start#';

/** A step on the page that VS Code makes of the walkthrough. */
export function firstStep({ page }: Workbench, id: string): Locator {
  return page.locator(`[data-step-id="${PREFIX}${id}"]`).first();
}

/** The ids of the steps that are done, from the top. */
export async function ticked({ page }: Workbench): Promise<string[]> {
  const done: string[] = [];
  for (const id of STEPS) {
    if ((await page.locator(`[data-done-step-id="${PREFIX}${id}"].complete`).count()) > 0) done.push(id);
  }
  return done;
}
