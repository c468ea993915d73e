import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillPrompt, PROMPT_VARIABLES, variablesIn } from '../../../src/core/conversation/promptTemplate.ts';

describe('The variables of a prompt', () => {
  it('are listed once each, with unknown ones apart', () => {
    assert.deepEqual(variablesIn('{input}: {selection} and {selection}, {slection} and {toString}'), {
      known: ['input', 'selection'],
      unknown: ['slection', 'toString'],
    });
  });

  it('are not confused with braces in code, JSON and other templates', () => {
    const body = '{ "a": 1 } {} { input } ${input} {{input}} {a.b} {1} if (x) {return} else {\n}';
    assert.deepEqual(variablesIn(body.replace('{return}', '')), { known: [], unknown: [] });
  });

  it('are replaced everywhere, while unknown ones stay', () => {
    assert.equal(fillPrompt('{input} {input} {other}', { input: 'x' }), 'x x {other}');
    assert.equal(fillPrompt('{input} {file}', { input: '' }), ' {file}');
  });

  it('are not expanded within inserted values', () => {
    const values = { input: '{selection} $& $1 {input}', selection: 'SECRET' };
    assert.equal(fillPrompt('a {input} b', values), 'a {selection} $& $1 {input} b');
  });

  it('insert any text unchanged', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...PROMPT_VARIABLES), (text, name) => {
        assert.equal(fillPrompt(`[{${name}}]`, { [name]: text }), `[${text}]`);
      }),
    );
  });
});
