import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WenxinError } from '../../src/core/errors.ts';
import { DONE, text } from '../unit/conversation/sessionStage.ts';
import { commitDesk, repositoryOf, type TestRepository } from './commitStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const FIRST_PART = 'Add the parser and the stream that reads it';

describe('The message box of Source Control', () => {
  let repository: TestRepository;

  beforeEach(async () => {
    repository = await repositoryOf('box', { npmPackage: 'eventsource-parser/src' });
    await repository.write('added.ts', '// new\n');
    repository.git('add', '-A');
  });

  afterEach(async () => {
    repository.box.value = '';
    await repository.remove();
  });

  it('sends its text along as a hint, and can be restored', async () => {
    repository.box.value = '修复 #12\n';
    const desk = commitDesk([text('Fix the parser (#12)'), DONE]);
    const person = new Person([LEAVE, 'Restore']);
    await person.during(async () => {
      await desk.generate(repository);
      assert.equal(repository.box.value, 'Fix the parser (#12)');
      repository.box.value = '修复 #12\n';
      await desk.generate(repository);
    });
    assert.match(desk.asked(), /<typed>\n修复 #12\n<\/typed>$/);
    assert.ok(
      person.seen.includes('info: Your text in the message box was sent along as a hint, then replaced. [Restore]'),
    );
    assert.equal(repository.box.value, '修复 #12\n');
  });

  it('gets a new message while it still holds the last one, which is not sent as a hint', async () => {
    const desk = commitDesk([text('Message'), DONE]);
    const person = new Person([]);
    await person.during(async () => {
      await desk.generate(repository);
      await desk.generate(repository);
    });
    assert.deepEqual(
      desk.requests.map(({ fresh }) => fresh),
      [undefined, true],
    );
    assert.ok(!desk.asked().includes('<typed>'));
  });

  it('shows the message while it is written, and its old text again after a stop', async () => {
    repository.box.value = 'mine';
    const keys: unknown[] = [];
    const { executeCommand } = vscode.commands;
    const seen: string[] = [];
    const aborted: (boolean | undefined)[] = [];
    const lookAtSignal = (): void => void aborted.push(desk.signals[0]?.aborted);
    const desk = commitDesk([
      text(FIRST_PART),
      () => {
        seen.push(repository.box.value);
        lookAtSignal();
        desk.stop({ rootUri: repository.rootUri });
        lookAtSignal();
      },
      text(' never shown'),
      DONE,
    ]);
    const person = new Person([]);
    await replaced(
      vscode.commands,
      'executeCommand',
      ((id: string, ...rest: unknown[]) => {
        if (id === 'setContext') keys.push(rest);
        return executeCommand(id, ...rest);
      }) as typeof executeCommand,
      () => person.during(() => desk.generate(repository)),
    );
    assert.deepEqual(seen, [FIRST_PART]);
    assert.deepEqual([desk.signals.length, aborted], [1, [false, true]]);
    assert.equal(repository.box.value, 'mine');
    assert.deepEqual(keys, [
      ['wenxin.isWritingCommitMessage', true],
      ['wenxin.isWritingCommitMessage', false],
    ]);
    assert.equal(person.seen.filter(each => !each.startsWith('progress')).length, 0);
  });

  it('stays empty when the message is stopped before anything was sent', async () => {
    const desk = commitDesk([text('never')]);
    const person = new Person([]);
    await person.during(async () => {
      const generating = desk.generate(repository);
      await Promise.resolve();
      desk.stop();
      // A stop has no effect before the message is registered as running.
      while (desk.requests.length === 0 && (await isPending(generating))) desk.stop();
      await generating;
    });
    assert.equal(repository.box.value, '');
  });

  it('gets one message at a time', async () => {
    let second: Promise<void> | undefined;
    const desk = commitDesk([() => void (second = desk.generate(repository)), () => second, text('One'), DONE]);
    const person = new Person([]);
    await person.during(() => desk.generate(repository));
    assert.equal(desk.requests.length, 1);
    assert.ok(person.seen.includes('info: A commit message is already being generated.'));
  });

  it('keeps what the user types meanwhile, and offers the message', async () => {
    const desk = commitDesk([
      text(FIRST_PART),
      () => {
        repository.box.value = `${repository.box.value}, my way`;
      },
      text(' and more'),
      DONE,
    ]);
    const person = new Person([LEAVE, 'Use It']);
    await person.during(async () => {
      await desk.generate(repository);
      assert.equal(repository.box.value, `${FIRST_PART}, my way`);
      repository.box.value = '';
      await desk.generate(repository);
    });
    assert.ok(
      person.seen.includes('info: The commit message is ready. What you typed meanwhile was kept. [Use It] [Copy]'),
    );
    assert.equal(repository.box.value, `${FIRST_PART} and more`);
  });

  it('gets its old text back when the answer breaks off, is empty or is no message', async () => {
    repository.box.value = 'mine';
    const person = new Person([LEAVE]);
    const broken = (): never => {
      throw new WenxinError('unreachable', 'not there');
    };
    await person.during(async () => {
      await commitDesk([text(FIRST_PART), broken]).generate(repository);
      await commitDesk([DONE]).generate(repository);
      await commitDesk([text('```\n```'), DONE]).generate(repository);
    });
    assert.equal(repository.box.value, 'mine');
    const said = person.seen.filter(each => !each.startsWith('progress'));
    assert.deepEqual(
      [said.length, said[1], said[2]],
      [
        3,
        'warning: The model gave no answer. It is counted as <¥0.0001.',
        'info: The model gave no message. It is counted as <¥0.0001.',
      ],
    );
  });

  it('stays unchanged, with a reason, without changes and during a merge conflict', async () => {
    repository.git('commit', '-qm', 'All');
    repository.git('checkout', '-qb', 'other');
    await repository.write('parse.ts', '// other\n');
    repository.git('commit', '-qam', 'Other');
    repository.git('checkout', '-q', 'main');
    const desk = commitDesk([]);
    const person = new Person([]);
    await person.during(() => desk.generate(repository));
    await repository.write('parse.ts', '// main\n');
    repository.git('commit', '-qam', 'Main');
    assert.throws(() => repository.git('merge', '-q', 'other'));
    await person.during(() => desk.generate(repository));
    assert.deepEqual(
      person.seen.filter(each => !each.startsWith('progress')),
      [
        'info: There are no changes in the Git repository.',
        'info: Files have conflicts. Resolve them and stage the files, then generate the message.',
      ],
    );
    assert.deepEqual(desk.requests, []);
  });

  it('belongs to the clicked repository, else to that of the active file, else to a picked one', async () => {
    const other = await repositoryOf('other box', {});
    await other.write('b.ts', 'b\n');
    try {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const desk = commitDesk([text('Message'), DONE]);
      const person = new Person(['other box']);
      await person.during(async () => {
        await desk.generate({ rootUri: other.rootUri });
        assert.deepEqual([other.box.value, repository.box.value], ['Message', '']);
        other.box.value = '';
        await vscode.window.showTextDocument(vscode.Uri.joinPath(repository.rootUri, 'types.ts'));
        await desk.generate();
        assert.deepEqual([other.box.value, repository.box.value], ['', 'Message']);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        await desk.generate();
        assert.equal(other.box.value, 'Message');
      });
      assert.match(person.seen.find(each => each.startsWith('pick')) ?? '', /A commit message for which repository\?/);
    } finally {
      other.box.value = '';
      await other.remove();
    }
  });
});

async function isPending(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  const turn = new Promise<symbol>(resolve => setImmediate(() => resolve(pending)));
  return (await Promise.race([promise, turn])) === pending;
}
