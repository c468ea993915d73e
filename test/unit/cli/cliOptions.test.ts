import assert from 'node:assert/strict';
import { parseCommand, type RunOptions } from '../../../src/cli/cliOptions.ts';
import type { MessageId } from '../../../src/cli/messages.ts';
import { Stop } from '../../../src/cli/stop.ts';

const RUN = ['batch', 'run', 'jobs.jsonl', '--output', 'results.jsonl'];

function optionsOf(...more: readonly string[]): RunOptions {
  const command = parseCommand([...RUN, ...more]);
  assert.equal(command.is, 'run');
  return command.options;
}

describe('The arguments of the CLI', () => {
  it('only need two files', () => {
    assert.deepEqual(optionsOf(), {
      input: 'jobs.jsonl',
      output: 'results.jsonl',
      iamUrl: 'https://iam.bj.baidubce.com',
      oauthUrl: 'https://aip.baidubce.com',
      concurrency: 5,
      retryFailed: false,
      askChanged: false,
      dryRun: false,
      verbose: false,
    });
  });

  it('may set every option, after a space or an equals sign', () => {
    const { endpoint, api, model, concurrency, budget, store, temperature } = optionsOf(
      '--endpoint=https://relay.baidubce.com/v2/',
      '--api',
      'v1',
      '--model=ernie-x1.1',
      '--concurrency',
      '64',
      '--budget=¥2.50',
      '--store',
      '/tmp/store',
      '--temperature=0.7',
    );
    assert.equal(endpoint, 'https://relay.baidubce.com/v2');
    assert.equal(api, 'v1');
    assert.equal(model, 'ernie-x1.1');
    assert.equal(concurrency, 64);
    assert.equal(budget, 2_500_000_000);
    assert.equal(store, '/tmp/store');
    assert.equal(temperature, 0.7);
    assert.equal(optionsOf('--budget', 'none').budget, 'none');
  });

  it('may leave out the results file in a dry run', () => {
    const command = parseCommand(['batch', 'run', '-', '--dry-run']);
    assert.ok(command.is === 'run' && command.options.input === '-' && command.options.output === undefined);
  });

  it('show the help or version even when other arguments are present', () => {
    assert.deepEqual(parseCommand(['--help']), { is: 'help' });
    assert.deepEqual(parseCommand([...RUN, '-h']), { is: 'help' });
    assert.deepEqual(parseCommand(['batch', '--version']), { is: 'version' });
  });

  const wrong: readonly (readonly [words: readonly string[], id: MessageId])[] = [
    [[], 'noCommand'],
    [['batch'], 'unknownCommand'],
    [['batch', 'rnu', 'a'], 'unknownCommand'],
    [['batch', 'run', '--output', 'b'], 'noInput'],
    [['batch', 'run', 'a', 'b', '--output', 'c'], 'twoInputs'],
    [['batch', 'run', 'a'], 'noOutput'],
    [[...RUN, '--outptu', 'x'], 'unknownOption'],
    [[...RUN, '-x'], 'unknownOption'],
    [[...RUN, '--model'], 'noValue'],
    [[...RUN, '--model', '--dry-run'], 'noValue'],
    [[...RUN, '--model='], 'noValue'],
    [[...RUN, '--model', 'a', '--model', 'b'], 'optionTwice'],
    [[...RUN, '--dry-run=yes'], 'needlessValue'],
    [[...RUN, '--concurrency', '0'], 'notWholeNumber'],
    [[...RUN, '--concurrency', '65'], 'notWholeNumber'],
    [[...RUN, '--concurrency', '5x'], 'notWholeNumber'],
    [[...RUN, '--concurrency', '1e1'], 'notWholeNumber'],
    [[...RUN, '--max-output-tokens', '-5'], 'notWholeNumber'],
    [[...RUN, '--budget', '0'], 'notBudget'],
    [[...RUN, '--budget', '-1'], 'notBudget'],
    [[...RUN, '--budget', '1,50'], 'notBudget'],
    [[...RUN, '--budget', 'Infinity'], 'notBudget'],
    [[...RUN, '--temperature', '2.1'], 'notTemperature'],
    [[...RUN, '--api', 'v3'], 'notApi'],
    [[...RUN, '--endpoint', 'qianfan.baidubce.com'], 'notUrl'],
    [[...RUN, '--endpoint', 'http://qianfan.baidubce.com/v2'], 'notUrl'],
    [[...RUN, '--endpoint', 'https://me:secret@qianfan.baidubce.com/v2'], 'notUrl'],
    [[...RUN, '--iam-url', 'https://iam.bj.baidubce.com/path'], 'notOrigin'],
  ];
  for (const [words, id] of wrong) {
    it(`stop with "${id}" at: ${words.slice(words[1] === 'run' && words[2] === 'jobs.jsonl' ? 5 : 0).join(' ')}`, () => {
      assert.throws(
        () => parseCommand(words),
        (error: unknown) => error instanceof Stop && error.id === id,
      );
    });
  }
});
