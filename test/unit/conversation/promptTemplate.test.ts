import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillPrompt, PROMPT_VARIABLES, variablesIn } from '../../../src/core/conversation/promptTemplate.ts';

describe('the variables of a prompt', () => {
  it('are found once each, and unknown ones apart', () => {
    assert.deepEqual(variablesIn('{input}: {selection} and {selection}, {slection} and {toString}'), {
      known: ['input', 'selection'],
      unknown: ['slection', 'toString'],
    });
  });

  it('are not what code, JSON and other templates have in braces', () => {
    const body = '{ "a": 1 } {} { input } ${input} {{input}} {a.b} {1} if (x) {return} else {\n}';
    assert.deepEqual(variablesIn(body.replace('{return}', '')), { known: [], unknown: [] });
  });

  it('are filled in everywhere, and unknown ones stay', () => {
    assert.equal(fillPrompt('{input} {input} {other}', { input: 'x' }), 'x x {other}');
    assert.equal(fillPrompt('{input} {file}', { input: '' }), ' {file}');
  });

  it('are not looked for in what was filled in, nor is anything else done to it', () => {
    const values = { input: '{selection} $& $1 {input}', selection: 'SECRET' };
    assert.equal(fillPrompt('a {input} b', values), 'a {selection} $& $1 {input} b');
  });

  it('are filled in with any text as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...PROMPT_VARIABLES), (text, name) => {
        assert.equal(fillPrompt(`[{${name}}]`, { [name]: text }), `[${text}]`);
      }),
    );
  });
});
