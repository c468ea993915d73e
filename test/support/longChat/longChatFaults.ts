import type { Browser } from 'playwright-core';
import { MAX_HELD } from '../../../src/webview/chat/turnWindow.ts';
import { LongChat } from './longChat.ts';
import { longAnswer, longConversation } from './longConversation.ts';

const TURNS = 260;

/** Number of deltas in the streamed answer. */
const PIECES = 40;

const FIRST = `document.querySelector('[data-turn]').dataset.turn`;

const LIVING_NODES = `(() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  let nodes = 0;
  while (walker.nextNode() !== null) nodes++;
  return nodes;
})()`;

/** Selects the topmost visible turn and returns its position in pixels. */
const EYES = `(() => {
  const { top, bottom } = document.querySelector('.transcript').getBoundingClientRect();
  const turn = [...document.querySelectorAll('[data-turn]')].find(each => each.getBoundingClientRect().bottom > top + 1);
  globalThis.eyes = turn;
  return turn.getBoundingClientRect().top;
})()`;

const SETTLED = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Current position of the selected turn. */
const EYES_NOW = 'globalThis.eyes.isConnected ? globalThis.eyes.getBoundingClientRect().top : NaN';

/** Returns what is wrong with a long conversation on the real page: counts and positions, no timings. */
export async function longChatFaults(browser: Browser, address: string): Promise<string[]> {
  const faults: string[] = [];
  const check = (isRight: boolean, what: string): unknown => (isRight ? undefined : faults.push(what));
  const page = await browser.newPage({ viewport: { width: 400, height: 720 } });
  page.on('pageerror', error => faults.push(error.message));
  const chat = await LongChat.begin(page, address, longConversation(TURNS));
  const scrolled = `document.querySelector('.transcript')`;
  const below = `${scrolled}.scrollHeight - ${scrolled}.scrollTop - ${scrolled}.clientHeight`;
  await chat.open({ turnId: 'turn100', offsetPx: '40' });
  await page.evaluate(SETTLED);
  const topPx = await page.evaluate<number>(
    `document.querySelector('[data-turn="turn100"]').getBoundingClientRect().top`,
  );
  check(Math.abs(topPx + 40) < 2, `turn 100 is found at ${topPx} px, not where it was left`);
  await page.evaluate(EYES);
  await chat.showBranch('turn101');
  check(
    Math.abs((await page.evaluate<number>(EYES_NOW)) + 40) < 2,
    'what was read moved when another branch was shown',
  );
  await chat.loads(`document.querySelector('.latest').click()`);
  check((await page.evaluate<number>(below)) < 3, 'the button did not lead to the end');
  check((await chat.load()).turns <= 60, 'the way to the end was loaded, not the end');

  let mostTurns = 0;
  for (let round = 0; round < TURNS / 12; round++) {
    if ((await page.evaluate<string>(FIRST)) === 'turn0') break;
    // First to a position where nothing is requested, then a little farther.
    await page.evaluate(`${scrolled}.scrollTop = 2000; ${SETTLED}`);
    const before = await page.evaluate<number>(EYES);
    const expectedPx = (await page.evaluate<number>(`${scrolled}.scrollTop`)) - 1_100;
    const hasLoaded = await chat.loads(`${scrolled}.scrollTop = 1100`);
    check(hasLoaded, `requested nothing in round ${round}`);
    if (!hasLoaded) break;
    const movedPx = (await page.evaluate<number>(EYES_NOW)) - before - expectedPx;
    check(Math.abs(movedPx) < 2, `what was read moved by ${movedPx} px in round ${round}`);
    mostTurns = Math.max(mostTurns, await page.evaluate<number>(`document.querySelectorAll('[data-turn]').length`));
  }
  const { nodes } = await chat.load();
  const first = await page.evaluate<string>(FIRST);
  check(first === 'turn0', `came only to ${first} by scrolling up`);
  check(mostTurns <= MAX_HELD, `held ${mostTurns} turns`);
  const living = await page.evaluate<number>(LIVING_NODES);
  check(nodes < 1.3 * living, `held ${nodes} nodes, of which only ${living} are on the page`);

  // The page does not hold the newest turn, which grows by a delta.
  const grown = { type: 'delta', turnId: `turn${TURNS - 1}`, reasoning: '', text: 'more' } as const;
  await chat.tell(grown);
  await chat.loads(`document.querySelector('.latest').click()`);
  const last = await page.evaluate<string>(`[...document.querySelectorAll('[data-turn]')].at(-1).dataset.turn`);
  check(last === `turn${TURNS - 1}`, `the button led to ${last}`);
  check((await page.evaluate<number>(below)) < 3, 'the button did not lead to the end');

  faults.push(...(await streamingFaults(chat)));

  await chat.loads(`document.querySelector('.transcript').focus(); document.querySelector('.transcript').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }))`);
  check((await page.evaluate<string>(FIRST)) === 'turn0', 'Home did not lead to the first question');
  check((await page.evaluate<number>(`${scrolled}.scrollTop`)) === 0, 'Home did not lead to the beginning');
  await page.close();
  return faults;
}

/** An answer that grows at the end of the page must change only its own last blocks. */
async function streamingFaults(chat: LongChat): Promise<string[]> {
  const { page } = chat;
  const text = longAnswer(3_000);
  const id = 'growing';
  const answer = { state: 'waiting', reasoning: '', text: '' } as const;
  await chat.tell({ type: 'turn', turn: { id, question: '?', attachments: [], answer }, total: TURNS + 1 });
  await page.evaluate(`globalThis.changed = []; globalThis.watching = new MutationObserver(records => {
    const last = document.querySelector('[data-turn="${id}"] .markdown');
    const settled = [...(last?.children ?? [])].slice(0, -4);
    for (const { target } of records) {
      const node = target.nodeType === 1 ? target : target.parentElement;
      if (node.closest('[role=log]') === null || node.matches('[role=log]')) continue;
      if (node.closest('[data-turn]')?.dataset.turn !== '${id}') changed.push('another turn');
      else if (settled.some(block => block.contains(node))) changed.push('a settled block');
    }
  }); watching.observe(document.querySelector('.transcript'), { subtree: true, childList: true, characterData: true, attributes: true });`);
  for (let piece = 0; piece < PIECES; piece++) {
    const from = Math.floor((text.length * piece) / PIECES);
    const to = Math.floor((text.length * (piece + 1)) / PIECES);
    await chat.tell({ type: 'delta', turnId: id, reasoning: '', text: text.slice(from, to) });
  }
  const changed = await page.evaluate<string[]>('watching.disconnect(); changed');
  const length = await page.evaluate<number>(
    `document.querySelector('[data-turn="${id}"] .markdown').textContent.length`,
  );
  return [
    ...new Set(changed.map(what => `an answer that grew changed ${what}`)),
    ...(length < 1_500 ? [`of the growing answer only ${length} characters were shown`] : []),
  ];
}
