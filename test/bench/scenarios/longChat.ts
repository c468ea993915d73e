// This import must come first: it lets Node load the host files below.
import '../../support/wordingAlone.ts';
import { runProgram } from '../../support/childProcess.ts';
import { LongChat, type PageLoad } from '../../support/longChat/longChat.ts';
import { longAnswer, longConversation } from '../../support/longChat/longConversation.ts';
import { startBrowser } from '../../support/vscode/browserProfile.ts';
import { startPageServer } from '../../support/webviewPreview/pageServer.ts';
import { previewPage } from '../../support/webviewPreview/previewPage.ts';
import { page as emptyPage } from '../../support/webviewPreview/samplePage.ts';
import { type Frames, watchFrames } from '../browser/frames.ts';
import { ENTER_TO_MESSAGE, firstPixel, resting, streaming } from '../browser/pageScripts.ts';
import { snapshotTimes } from '../browser/snapshotTimes.ts';
import { atMost, type Report } from '../figures/report.ts';
import { median, percentile } from '../figures/statistics.ts';
import { fixed, type Table } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';

const ROUNDS = 5;
const TOKENS = { perSecond: 200, characters: 3 };
const STREAM_SECONDS = 10;
const REST_MS = 3_000;

const FIRST = `document.querySelector('[data-turn]').dataset.turn`;

/** A busy machine may load late. */
const MAX_MISSED = 5;

const MAX_OPEN_MS = 500;
const MAX_FRAME_MS = 50;
const MAX_HOST_MS = 50;
const MAX_FIRST_PIXEL_MS = 50;
const MAX_HEAP_BYTES = 100e6;

/** Measures the chat page on a very long conversation in a browser, with the host's own code behind it. */
export async function longChat({ chatTurns, isQuick }: Plan): Promise<Report> {
  await runProgram(process.execPath, ['esbuild.mjs', '--production']);
  const conversation = longConversation(chatTurns);
  const hostMs = await snapshotTimes(conversation);
  const server = await startPageServer(() => previewPage({ lang: 'en', view: emptyPage({}) }, 'dark'));
  const browser = await startBrowser();
  try {
    const begin = async (): Promise<LongChat> => {
      const page = await browser.newPage({ viewport: { width: 420, height: 900 } });
      return LongChat.begin(page, server.origin, conversation);
    };
    const openMs = await openings(begin);
    const chat = await begin();
    await chat.open();
    const atOpening = await chat.load();
    const rest = await watchFrames(chat.page, resting(REST_MS));
    const enterMs = await chat.page.evaluate<number>(ENTER_TO_MESSAGE);
    const stream = await streamed(chat, chatTurns, isQuick ? 3 : STREAM_SECONDS);
    const pixelMs = await repeated(() => chat.page.evaluate<number>(firstPixel('growing')), 20);
    const walk = await walkedUp(chat);
    return report({ chatTurns, hostMs, openMs, atOpening, rest, stream, pixelMs, enterMs, walk });
  } finally {
    await browser.close();
    server.close();
  }
}

/** Opens a new page each time. */
async function openings(begin: () => Promise<LongChat>): Promise<readonly number[]> {
  return repeated(async () => {
    const chat = await begin();
    const ms = await chat.open();
    await chat.page.close();
    return ms;
  }, ROUNDS);
}

async function streamed(chat: LongChat, turns: number, seconds: number): Promise<Frames> {
  const text = longAnswer(seconds * TOKENS.perSecond * TOKENS.characters);
  const answer = { state: 'waiting', reasoning: '', text: '' } as const;
  const turn = { id: 'growing', question: '?', attachments: [], answer };
  await chat.tell({ type: 'turn', turn, total: turns + 1 });
  return watchFrames(chat.page, streaming(text, 'growing', TOKENS));
}

interface Walk {
  readonly loads: number;
  readonly most: PageLoad;
  readonly frames: Frames;
  readonly reached: string;
}

/** Scrolls from the end to the beginning, each time as far as is loaded. */
async function walkedUp(chat: LongChat): Promise<Walk> {
  let loads = 0;
  let most: PageLoad = { turns: 0, nodes: 0, heapBytes: 0 };
  const note = async (): Promise<void> => {
    const { turns, nodes, heapBytes } = await chat.load();
    most = {
      turns: Math.max(most.turns, turns),
      nodes: Math.max(most.nodes, nodes),
      heapBytes: Math.max(most.heapBytes, heapBytes),
    };
  };
  const walking = watchFrames(chat.page, 'new Promise(done => (globalThis.arrive = done))');
  for (let missed = 0; missed < MAX_MISSED;) {
    const hasLoaded = await chat.loads(`document.querySelector('.transcript').scrollTop = 0`, 2_000);
    if (loads % 25 === 0) await note();
    if (hasLoaded) loads++;
    else if ((await chat.page.evaluate<string>(FIRST)) === 'turn0') break;
    else missed++;
  }
  await note();
  await chat.page.evaluate('arrive()');
  const reached = await chat.page.evaluate<string>(FIRST);
  return { loads, most, frames: await walking, reached };
}

interface Figures {
  readonly chatTurns: number;
  readonly hostMs: readonly number[];
  readonly openMs: readonly number[];
  readonly atOpening: PageLoad;
  readonly rest: Frames;
  readonly stream: Frames;
  readonly pixelMs: readonly number[];
  readonly enterMs: number;
  readonly walk: Walk;
}

function report(figures: Figures): Report {
  const { chatTurns, hostMs, openMs, atOpening, stream, pixelMs, enterMs, walk } = figures;
  const longest = Math.max(...stream.work);
  const firstPixelMs = enterMs + median(pixelMs);
  return {
    title: 'A very long conversation in the chat',
    about:
      `${fixed(chatTurns)} turns in Chinese and English, with code, tables and lists; the built page in a browser, the host's own ` +
      `code in this process. ${TOKENS.perSecond} tokens a second of ${TOKENS.characters} characters each are streamed into its end.`,
    tables: [framesTable(figures), timesTable(figures), loadTable(atOpening, walk)],
    targets: [
      {
        id: 'E1',
        what: 'the host makes the snapshot in ≤ 50 ms',
        figure: `${fixed(Math.max(...hostMs), 1)} ms`,
        isMet: atMost(Math.max(...hostMs), MAX_HOST_MS),
      },
      {
        id: 'E3',
        what: 'the conversation opens in ≤ 500 ms',
        figure: `${fixed(median(openMs))} ms`,
        isMet: atMost(median(openMs), MAX_OPEN_MS),
      },
      {
        id: 'E3',
        what: `no frame over 50 ms at ${TOKENS.perSecond} tokens/s`,
        figure: `${fixed(longest, 1)} ms`,
        isMet: atMost(longest, MAX_FRAME_MS),
      },
      {
        id: 'E3',
        what: 'memory bounded: ≤ 100 MB on the way to the first turn',
        figure: `${fixed(walk.most.heapBytes / 1e6)} MB`,
        isMet: walk.reached === 'turn0' ? atMost(walk.most.heapBytes, MAX_HEAP_BYTES) : false,
      },
      {
        id: 'E2',
        what: 'Enter to message, and message to pixel: together ≤ 50 ms',
        figure: `${fixed(firstPixelMs, 1)} ms`,
        isMet: atMost(firstPixelMs, MAX_FIRST_PIXEL_MS),
      },
    ],
  };
}

function framesTable({ rest, stream, walk }: Figures): Table {
  const row = (what: string, { gaps, work, longTasks }: Frames): readonly string[] => [
    what,
    fixed(work.length),
    fixed(median(work), 1),
    fixed(percentile(work, 99), 1),
    fixed(Math.max(...work), 1),
    fixed(percentile(gaps, 99), 1),
    fixed(longTasks.length),
  ];
  return {
    title: 'Frames',
    columns: ['while', 'frames', 'work: P50 ms', 'P99 ms', 'longest ms', 'gap: P99 ms', 'tasks over 50 ms'],
    rows: [
      row('nothing happens', rest),
      row('an answer is streamed', stream),
      row('scrolling to the first turn', walk.frames),
    ],
  };
}

function timesTable({ hostMs, openMs, pixelMs, enterMs }: Figures): Table {
  return {
    title: 'Times',
    columns: ['what', 'median ms', 'longest ms'],
    rows: [
      ['the host makes the snapshot', fixed(median(hostMs), 2), fixed(Math.max(...hostMs), 2)],
      ['the snapshot is painted', fixed(median(openMs)), fixed(Math.max(...openMs))],
      ['Enter to the message', fixed(enterMs, 2), '–'],
      ['a piece of an answer is painted', fixed(median(pixelMs), 1), fixed(Math.max(...pixelMs), 1)],
    ],
  };
}

function loadTable(atOpening: PageLoad, { loads, most, reached }: Walk): Table {
  const row = (what: string, { turns, nodes, heapBytes }: PageLoad): readonly string[] => [
    what,
    fixed(turns),
    fixed(nodes),
    fixed(heapBytes / 1e6, 1),
  ];
  return {
    title: 'What the page holds',
    columns: ['when', 'turns', 'nodes', 'heap MB'],
    rows: [row('it was opened', atOpening), row(`at most, in ${fixed(loads)} loads up to ${reached}`, most)],
  };
}

async function repeated(run: () => Promise<number>, times: number): Promise<readonly number[]> {
  const figures: number[] = [];
  for (let round = 0; round < times; round++) figures.push(await run());
  return figures;
}
