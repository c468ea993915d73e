import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newAnswer } from '../../../src/core/conversation/answer.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { ConversationTree } from '../../../src/core/conversation/conversationTree.ts';

function turn(id: string, more: Partial<Turn> = {}): Turn {
  const own = { id, feature: 'chat', question: id, prompt: id, attachments: [], askedAtMs: 0 } as const;
  return { ...own, answer: newAnswer('m'), ...more };
}

const after = (parent: string, id: string): Turn => turn(id, { parent });

const ids = (turns: readonly Turn[]): string => turns.map(({ id }) => id).join(' ');

const pathTo = (tree: ConversationTree, id: string): string => ids(tree.pathTo(id));

/** Returns the branch that is shown when the user selects this turn. */
const shown = (tree: ConversationTree, id?: string): readonly Turn[] => tree.pathTo(tree.newestEnd(id));

/** Two ways to ask the first question; the first one has two second questions. */
const BRANCHED = [after('', 'a'), after('a', 'b'), after('', 'A'), after('a', 'B'), after('b', 'c')];

describe('The tree of a conversation', () => {
  it('returns the turns of a branch in order and sibling turns in the order they were asked', () => {
    const tree = new ConversationTree(BRANCHED);
    assert.deepEqual([pathTo(tree, 'c'), pathTo(tree, 'B'), pathTo(tree, 'A')], ['a b c', 'a B', 'A']);
    assert.deepEqual(
      [ids(tree.branchesOf('a')), ids(tree.branchesOf('B')), ids(tree.branchesOf('c'))],
      ['a A', 'b B', 'c'],
    );
    assert.deepEqual(
      ['a', 'B', 'c'].map(id => tree.parentOf(id)),
      ['', 'a', 'b'],
    );
  });

  it('ends a branch with the turn that was asked last on it', () => {
    const tree = new ConversationTree(BRANCHED);
    assert.deepEqual(
      ['a', 'b', 'B', 'A'].map(id => tree.newestEnd(id)),
      ['c', 'c', 'B', 'A'],
    );
    assert.equal(tree.newestEnd(), 'c');
    tree.put(after('A', 'd'));
    assert.deepEqual([tree.newestEnd(), tree.newestEnd('a'), tree.newestEnd('A')], ['d', 'c', 'd']);
    assert.equal(new ConversationTree().newestEnd(), '');
  });

  it('replaces a changed turn at its position', () => {
    const tree = new ConversationTree(BRANCHED);
    const changed = { ...after('a', 'b'), question: 'other' };
    tree.put(changed);
    assert.equal(tree.get('b'), changed);
    assert.equal(ids(tree.turns), 'a b A B c');
    assert.equal(ids(tree.branchesOf('b')), 'b B');
  });

  it('returns nothing for an unknown turn', () => {
    const tree = new ConversationTree(BRANCHED);
    assert.deepEqual([tree.pathTo('x'), tree.branchesOf('x'), tree.get('x')], [[], [], undefined]);
    assert.deepEqual([tree.pathTo(''), tree.branchesOf('')], [[], []]);
  });

  it('chains turns of older versions, and places repeated questions beside the originals', () => {
    const old = [turn('a'), turn('b'), turn('c'), turn('B', { repeats: 'b' }), turn('d')];
    const tree = new ConversationTree(old);
    assert.deepEqual([pathTo(tree, 'c'), pathTo(tree, 'd')], ['a b c', 'a B d']);
    assert.equal(ids(tree.branchesOf('B')), 'b B');
    tree.put(after('d', 'e'));
    tree.put(after('', 'A'));
    assert.deepEqual([pathTo(tree, 'e'), ids(tree.branchesOf('a'))], ['a B d e', 'a A']);
  });

  it('treats a turn as a root when its parent is unknown, itself or part of a cycle', () => {
    const tree = new ConversationTree([after('gone', 'a'), after('b', 'b'), after('d', 'c'), after('c', 'd')]);
    assert.deepEqual([pathTo(tree, 'a'), pathTo(tree, 'b')], ['a', 'b']);
    assert.deepEqual([pathTo(tree, 'c'), pathTo(tree, 'd')], ['c', 'c d']);
  });

  it('accepts a turn that is older than its parent because the clock was set back', () => {
    const tree = new ConversationTree([after('a', 'b'), after('', 'a')]);
    assert.equal(ids(shown(tree)), 'a b');
  });

  /** Turns with arbitrary parents and repeats. */
  const anyTurns = fc
    .array(fc.record({ parent: fc.option(fc.nat(14)), repeats: fc.option(fc.nat(14)), isFirst: fc.boolean() }), {
      maxLength: 12,
    })
    .map(specs =>
      specs.map(({ parent, repeats, isFirst }, place) =>
        turn(`t${place}`, {
          ...(parent !== null && { parent: isFirst ? '' : `t${parent}` }),
          ...(repeats !== null && { repeats: `t${repeats}` }),
        }),
      ),
    );

  it('puts every turn on one branch that begins at a root, whatever parents the turns name', () => {
    fc.assert(
      fc.property(anyTurns, turns => {
        const tree = new ConversationTree(turns);
        for (const { id } of turns) {
          const path = tree.pathTo(id);
          assert.equal(path.at(-1)?.id, id);
          assert.equal(tree.parentOf(path[0]?.id ?? ''), '');
          assert.equal(new Set(path).size, path.length);
          assert.ok(shown(tree, id).some(each => each.id === id));
        }
      }),
    );
  });

  it('makes every turn reachable by selecting siblings of the turns that are shown', () => {
    fc.assert(
      fc.property(anyTurns, turns => {
        const tree = new ConversationTree(turns);
        const reached = new Set<string>();
        const open = [shown(tree)];
        for (let path = open.pop(); path !== undefined; path = open.pop()) {
          for (const each of path.flatMap(({ id }) => tree.branchesOf(id))) {
            if (reached.has(each.id)) continue;
            reached.add(each.id);
            open.push(shown(tree, each.id));
          }
        }
        assert.equal(reached.size, turns.length);
      }),
    );
  });

  it('is the same whether it is built at once or turn by turn', () => {
    fc.assert(
      fc.property(anyTurns, turns => {
        const inOrder = turns.filter(({ parent }, place) => parent === undefined || Number(parent.slice(1)) < place);
        const built = new ConversationTree(inOrder);
        const grown = new ConversationTree();
        for (const each of inOrder) grown.put(each);
        for (const { id } of inOrder) assert.equal(pathTo(grown, id), pathTo(built, id));
        assert.equal(grown.newestEnd(), built.newestEnd());
      }),
    );
  });

  it('is built from ten thousand turns at once', () => {
    const turns = Array.from({ length: 10_000 }, (_, place) => after(place === 0 ? '' : `t${place - 1}`, `t${place}`));
    assert.equal(shown(new ConversationTree(turns)).length, 10_000);
  });
});
