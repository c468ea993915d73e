import { parseArgs } from 'node:util';
import { type NanoYuan, nanoYuanOf } from '../core/money.ts';
import { safeBaseUrl, safeOrigin } from '../core/safeBaseUrl.ts';
import type { MessageId } from './messages.ts';
import { Stop } from './stop.ts';

/** Options of a run, as given on the command line. */
export interface RunOptions {
  /** A path, or `-` for standard input. */
  readonly input: string;
  /** Missing only for a dry run. */
  readonly output?: string;
  /** The public service by default. */
  readonly endpoint?: string;
  readonly api?: 'v1' | 'v2';
  readonly iamUrl: string;
  readonly oauthUrl: string;
  /** Defaults to the model of the job's earlier run, then to `ernie-5.1`. */
  readonly model?: string;
  readonly concurrency: number;
  /** Budget of this job; unchanged when missing. */
  readonly budget?: NanoYuan | 'none';
  readonly pricesFile?: string;
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  /** The user's state folder by default. */
  readonly store?: string;
  readonly retryFailed: boolean;
  readonly askChanged: boolean;
  readonly dryRun: boolean;
  readonly verbose: boolean;
}

/** A parsed command line. */
export type CliCommand =
  { readonly is: 'help' } | { readonly is: 'version' } | { readonly is: 'run'; readonly options: RunOptions };

const MAX_BUDGET_YUAN = 9_000_000;

const TEXTS = [
  'output',
  'endpoint',
  'api',
  'iam-url',
  'oauth-url',
  'model',
  'concurrency',
  'budget',
  'prices',
  'max-output-tokens',
  'temperature',
  'store',
] as const;
const FLAGS = ['retry-failed', 'ask-changed', 'dry-run', 'verbose', 'help', 'version'] as const;

type TextName = (typeof TEXTS)[number];
type FlagName = (typeof FLAGS)[number];

/** Parses the arguments after the program's name. Throws a `Stop` when they are invalid. */
export function parseCommand(words: readonly string[]): CliCommand {
  const { texts, flags, positionals } = read(words);
  if (flags.has('help')) return { is: 'help' };
  if (flags.has('version')) return { is: 'version' };
  const [noun, verb, ...inputs] = positionals;
  if (noun === undefined) throw new Stop('noCommand');
  if (noun !== 'batch' || verb !== 'run')
    throw new Stop('unknownCommand', { command: [noun, verb ?? ''].join(' ').trim() });
  const [input, ...others] = inputs;
  if (input === undefined || input === '') throw new Stop('noInput');
  if (others.length > 0) throw new Stop('twoInputs', { count: inputs.length });
  const output = texts.get('output');
  if (output === undefined && !flags.has('dry-run')) throw new Stop('noOutput');
  return { is: 'run', options: { input, ...(output !== undefined && { output }), ...values(texts, flags) } };
}

function values(
  texts: ReadonlyMap<TextName, string>,
  flags: ReadonlySet<FlagName>,
): Omit<RunOptions, 'input' | 'output'> {
  const text = <T>(name: TextName, parse: (value: string) => T | undefined, problem: MessageId): T | undefined => {
    const value = texts.get(name);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) throw new Stop(problem, { option: `--${name}`, value });
    return parsed;
  };
  const endpoint = text('endpoint', safeBaseUrl, 'notUrl');
  const api = text('api', value => (value === 'v1' || value === 'v2' ? value : undefined), 'notApi');
  const budget = text('budget', parseBudget, 'notBudget');
  const temperature = text('temperature', value => decimal(value, 0, 2), 'notTemperature');
  const maxOutputTokens = whole(texts, 'max-output-tokens', 1, 65_536);
  const model = texts.get('model');
  const pricesFile = texts.get('prices');
  const store = texts.get('store');
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(api !== undefined && { api }),
    iamUrl: text('iam-url', safeOrigin, 'notOrigin') ?? 'https://iam.bj.baidubce.com',
    oauthUrl: text('oauth-url', safeOrigin, 'notOrigin') ?? 'https://aip.baidubce.com',
    ...(model !== undefined && { model }),
    concurrency: whole(texts, 'concurrency', 1, 64) ?? 5,
    ...(budget !== undefined && { budget }),
    ...(pricesFile !== undefined && { pricesFile }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(store !== undefined && { store }),
    retryFailed: flags.has('retry-failed'),
    askChanged: flags.has('ask-changed'),
    dryRun: flags.has('dry-run'),
    verbose: flags.has('verbose'),
  };
}

interface ReadWords {
  readonly texts: ReadonlyMap<TextName, string>;
  readonly flags: ReadonlySet<FlagName>;
  readonly positionals: readonly string[];
}

function read(words: readonly string[]): ReadWords {
  const texts = new Map<TextName, string>();
  const flags = new Set<FlagName>();
  // Node's own error messages are long and in English only, so parsing is lenient and the tokens are validated below.
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: {
      ...Object.fromEntries(TEXTS.map(name => [name, { type: 'string' as const }])),
      ...Object.fromEntries(FLAGS.map(name => [name, { type: 'boolean' as const }])),
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName: option, value } = token;
    const flag = FLAGS.find(each => each === name);
    const text = TEXTS.find(each => each === name);
    if (flag !== undefined) {
      if (value !== undefined) throw new Stop('needlessValue', { option });
      flags.add(flag);
    } else if (text !== undefined) {
      if (value === undefined || value.trim() === '' || (/^-\D/.test(value) && !token.inlineValue))
        throw new Stop('noValue', { option });
      if (texts.has(text)) throw new Stop('optionTwice', { option });
      texts.set(text, value);
    } else throw new Stop('unknownOption', { option });
  }
  return { texts, flags, positionals };
}

function whole(texts: ReadonlyMap<TextName, string>, name: TextName, least: number, most: number): number | undefined {
  const value = texts.get(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Stop('notWholeNumber', { option: `--${name}`, least, most, value });
}

function decimal(text: string, least: number, most: number): number | undefined {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function parseBudget(text: string): NanoYuan | 'none' | undefined {
  if (text === 'none') return 'none';
  const yuan = decimal(text.replace(/^[¥￥]/, ''), 0, MAX_BUDGET_YUAN);
  const amount = yuan === undefined ? 0 : nanoYuanOf(yuan);
  return amount > 0 ? amount : undefined;
}
