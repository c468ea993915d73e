import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { builtAskWenxin } from '../../support/builtAskWenxin.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** The result of a CLI run. */
export interface CliEnd {
  /** The exit code, or the name of the signal that killed the process. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A CLI process that was started. */
export interface CliRun {
  readonly ended: Promise<CliEnd>;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
}

/** A line of the request file. */
interface RequestLine {
  readonly custom_id: string;
  readonly body: { readonly messages: readonly object[]; readonly [field: string]: unknown };
}

/** Environment variables of the host that would change the behavior of the CLI. */
const FOREIGN = /^(QIANFAN_|LC_|LANG|NO_PROXY$|CI$)|_proxy$|_PROXY$/i;

/** A folder, a simulator, and the bundled CLI. */
export class CliStage {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly #file: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(file: string, simulator: Simulator, folder: string) {
    this.#file = file;
    this.simulator = simulator;
    this.folder = folder;
  }

  static async start(folder = temporaryFolder()): Promise<CliStage> {
    return new CliStage(await builtAskWenxin(), await startSimulator(), folder);
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL');
    await this.simulator.close();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes `jobs.jsonl` with this number of requests, or with these. */
  write(lines: number | readonly RequestLine[], name = 'jobs.jsonl'): void {
    const all = typeof lines === 'number' ? Array.from({ length: lines }, (_, index) => request(index + 1)) : lines;
    writeFileSync(this.path(name), all.map(line => `${JSON.stringify(line)}\n`).join(''));
  }

  /** Starts `batch run` on `jobs.jsonl`, in this folder, against the simulator. */
  begin(more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): CliRun {
    const files = ['jobs.jsonl', '--output', 'results.jsonl', '--store', 'store'];
    return this.spawn(['batch', 'run', ...files, '--endpoint', this.simulator.baseUrl, ...more], environment);
  }

  run(more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
    return this.begin(more, environment).ended;
  }

  /** Starts the CLI with only these arguments. */
  spawn(words: readonly string[], environment: Readonly<Record<string, string>> = {}, stdin?: string): CliRun {
    const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
    const child = spawn(process.execPath, [this.#file, ...words], {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(own),
        QIANFAN_BEARER_TOKEN: this.simulator.key,
        LANG: 'en_US.UTF-8',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.end(stdin ?? '');
    const ended = new Promise<CliEnd>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#running.delete(child);
        resolve({ code: code ?? signal, stdout, stderr });
      });
    });
    return { ended, stderr: () => stderr, signal: name => void child.kill(name) };
  }

  /** Returns the parsed lines of the results file. */
  results(name = 'results.jsonl'): ResultLine[] {
    if (!existsSync(this.path(name))) return [];
    const lines = readFileSync(this.path(name), 'utf8').split('\n');
    return lines.filter(line => line !== '').map(line => JSON.parse(line) as ResultLine);
  }

  /** Returns the ids of the items that are done according to the store, which a killed process may have left open. */
  finished(): string[] {
    const database = new DatabaseSync(this.path('store/wenxin.1.db'));
    try {
      const rows = database.prepare('SELECT custom_id FROM batch_item WHERE state = 2').all();
      return rows.map(row => String(row['custom_id']));
    } finally {
      database.close();
    }
  }

  /** Lets no other process write into the store until the returned object is disposed of. */
  lockStore(): Disposable {
    const database = new DatabaseSync(this.path('store/wenxin.1.db'), { timeout: 60_000 });
    database.exec('BEGIN IMMEDIATE');
    return {
      [Symbol.dispose]: () => {
        database.close();
      },
    };
  }

  /** Returns the booked amount, and the number of attempts that were answered. */
  booked(): { readonly amountNanoYuan: number; readonly answered: number } {
    const database = new DatabaseSync(this.path('store/wenxin.1.db'), { readOnly: true });
    try {
      const row = database
        .prepare(
          'SELECT coalesce(sum(amount_nano), 0) AS amount, count(*) FILTER (WHERE output_tokens > 0) AS n FROM attempt',
        )
        .get();
      return { amountNanoYuan: Number(row?.['amount']), answered: Number(row?.['n']) };
    } finally {
      database.close();
    }
  }

  /** Returns the messages of the requests that were answered completely. */
  askedTexts(): string[] {
    return this.simulator
      .requests()
      .filter(({ answerCompleted }) => answerCompleted)
      .map(({ body }) => (body as RequestLine['body']).messages.map(message => JSON.stringify(message)).join());
  }
}

/** The fields of a result line that tests read. */
export interface ResultLine {
  readonly custom_id: string;
  readonly response: {
    readonly body: { readonly choices: readonly { readonly message: { readonly content: string } }[] };
  } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Returns a request with this number in its id and text. */
export function request(number: number, text = `Question ${number}`): RequestLine {
  return {
    custom_id: `item-${number}`,
    body: { messages: [{ role: 'user', content: text }], max_completion_tokens: 100 },
  };
}

/** Returns the ids of results, sorted by number. */
export function idsOf(results: readonly ResultLine[]): string[] {
  return results.map(({ custom_id: id }) => id).sort((one, other) => Number(one.slice(5)) - Number(other.slice(5)));
}

/** Returns `item-1`, `item-2` and so on. */
export function itemIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `item-${index + 1}`);
}
