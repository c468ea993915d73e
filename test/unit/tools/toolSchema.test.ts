import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { JsonSchema } from '../../../src/core/answerOptions.ts';
import { sentSchema } from '../../../src/core/tools/toolSchema.ts';
import { checkParameters } from '../../support/simulator/schemaRules.ts';
import { takesInstance } from '../../support/takesInstance.ts';

/** Returns the schema that is sent for a property with this schema. */
function property(schema: unknown): unknown {
  const { properties } = sentSchema({ type: 'object', properties: { p: schema } });
  return (properties as Record<string, unknown>)['p'];
}

describe('The schema of a tool', () => {
  it('stays unchanged when it is valid, including keywords that not every model supports', () => {
    const schema = {
      type: 'object',
      properties: {
        a: {
          type: ['string', 'null'],
          format: 'uri',
          pattern: '^h',
          const: 'http://x',
          examples: [1],
          'x-y': { a: [] },
        },
        b: { oneOf: [{ type: 'array', items: { $ref: '#/$defs/b' } }, { not: { enum: [1] } }] },
        c: { type: 'array', items: false, minItems: 1, uniqueItems: true },
        type: { type: 'object', additionalProperties: false, properties: {} },
      },
      required: ['a'],
      additionalProperties: false,
      $defs: { b: { anyOf: [{ type: 'integer', exclusiveMinimum: 1 }, { $ref: '#/$defs/b' }] } },
    };
    assert.deepEqual(sentSchema(schema), schema);
    assert.equal(checkParameters(schema), null);
  });

  it('is always an object with properties, even when none was given', () => {
    const none = { type: 'object', properties: {} };
    assert.deepEqual([sentSchema(), sentSchema({}), sentSchema({ type: 'object' })], [none, none, none]);
    assert.deepEqual(sentSchema({ type: ['object', 'null'], properties: { a: {} } }), {
      type: 'object',
      properties: { a: {} },
    });
    assert.deepEqual(sentSchema({ anyOf: [{ required: ['a'] }, { required: ['b'] }] }), {
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
      ...none,
    });
  });

  it('loses the keywords about the schema itself', () => {
    const schema = { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://x/y', $comment: 'c' };
    assert.deepEqual(sentSchema(schema), { type: 'object', properties: {} });
  });

  it('is replaced by the definition that its root refers to', () => {
    const input = { type: 'object', properties: { a: { $ref: '#/definitions/A' } }, required: ['a'] };
    const definitions = { Input: input, A: { type: 'string' } };
    assert.deepEqual(sentSchema({ $ref: '#/definitions/Input', definitions }), { ...input, definitions });
    assert.deepEqual(sentSchema({ $ref: '#' }), { type: 'object', properties: {} });
    const $defs = { all: true, none: false };
    const sentDefs = { all: {}, none: { not: {} } };
    assert.deepEqual(sentSchema({ $ref: '#/$defs/all', $defs }), { $defs: sentDefs, type: 'object', properties: {} });
    assert.deepEqual(sentSchema({ $ref: '#/$defs/none', $defs }), {
      not: {},
      $defs: sentDefs,
      type: 'object',
      properties: {},
    });
  });

  it('translates keywords of older drafts to the current ones', () => {
    assert.deepEqual(
      property({ type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }),
      {
        type: 'number',
        exclusiveMinimum: 1,
        maximum: 9,
      },
    );
    assert.deepEqual(property({ type: 'array', items: [{ type: 'string' }, {}] }), {
      type: 'array',
      prefixItems: [{ type: 'string' }, {}],
      items: {},
    });
    assert.deepEqual(property({ type: 'array', items: [{ type: 'string' }], additionalItems: false }), {
      type: 'array',
      prefixItems: [{ type: 'string' }],
      items: { anyOf: [{ type: 'string' }] },
      maxItems: 1,
    });
    assert.deepEqual(property({ type: 'array', items: [{ type: 'string' }], additionalItems: null }), {
      type: 'array',
      prefixItems: [{ type: 'string' }],
      items: {},
    });
    assert.deepEqual(property({ type: 'array' }), { type: 'array', items: {} });
  });

  it('loses invalid keywords, and keeps their meaning in the description', () => {
    assert.deepEqual(property('object'), {});
    assert.deepEqual(property(true), {});
    assert.deepEqual(property(false), { not: {} });
    assert.deepEqual(property({ type: 'any', required: true, description: 'a path' }), {
      description: 'a path (type: "any")',
    });
    assert.deepEqual(property({ $ref: 'https://x/y.json' }), { description: '(see: "https://x/y.json")' });
    assert.deepEqual(property({ $ref: '#/$defs/none', minLength: '3' }), {
      description: '(see: "#/$defs/none"; minLength: "3")',
    });
    assert.deepEqual(property({ enum: [], anyOf: [], properties: [], items: 'x', title: 7, required: ['a', 'a', 3] }), {
      required: ['a'],
    });
  });

  it('does not become stricter by losing keywords', () => {
    assert.deepEqual(property({ not: { type: 'any' } }), {});
    assert.deepEqual(property({ oneOf: [{ type: 'any' }, { type: 'string' }] }), {
      anyOf: [{ description: '(type: "any")' }, { type: 'string' }],
    });
    assert.deepEqual(property({ if: { $ref: 'x:y' }, then: { type: 'string' }, else: { type: 'null' } }), {});
  });

  it('is cut off below a maximum depth', () => {
    let deep: JsonSchema = { type: 'string' };
    for (let level = 0; level < 5_000; level++) deep = { type: 'object', properties: { a: deep } };
    assert.equal(checkParameters(sentSchema(deep)), null);
    assert.ok(JSON.stringify(sentSchema(deep)).length < 5_000);
  });

  it('is always valid, and accepts every value that the original accepts', () => {
    fc.assert(
      fc.property(anySchema, anyObject, (schema, value) => {
        const sent = sentSchema(schema);
        assert.equal(checkParameters(sent), null);
        if (takesInstance(schema, value)) assert.notEqual(takesInstance(sent, value), false, JSON.stringify(sent));
        // A schema that was already converted stays unchanged.
        assert.deepEqual(sentSchema(sent), sent);
      }),
      { numRuns: 2_000 },
    );
  });
});

const name = fc.constantFrom('a', 'b', 'type', '$ref', '__proto__');
const anyObject = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const nonsense = fc.constantFrom(null, true, 7, 'x', [], {});
const count = fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: nonsense });
const types = fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null', 'any', 'float');
const reference = fc.constantFrom(
  '#',
  '#/$defs/a',
  '#/$defs/b',
  '#/properties/a',
  '#/definitions/a/not',
  'https://x/y',
  '#a',
);

/** Schemas with a few valid or invalid keywords each, three levels deep. */
const anySchema: fc.Arbitrary<JsonSchema> = schemasOver(schemasOver(schemasOver(fc.constant({}))));

function schemasOver(below: fc.Arbitrary<unknown>): fc.Arbitrary<JsonSchema> {
  const inner = fc.oneof({ weight: 6, arbitrary: below }, { weight: 1, arbitrary: fc.oneof(fc.boolean(), nonsense) });
  const or = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: nonsense });
  const list = or(fc.array(inner, { maxLength: 2 }));
  const map = or(fc.dictionary(name, inner, { maxKeys: 2 }));
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: or(fc.oneof(types, fc.uniqueArray(types, { maxLength: 3 }))),
    properties: map,
    required: or(fc.array(name, { maxLength: 2 })),
    additionalProperties: inner,
    items: fc.oneof(inner, list),
    additionalItems: inner,
    prefixItems: list,
    contains: inner,
    maxContains: count,
    minItems: count,
    maxItems: count,
    enum: or(fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 2 })),
    minimum: count,
    exclusiveMinimum: fc.oneof(count, fc.boolean()),
    maximum: count,
    exclusiveMaximum: fc.oneof(count, fc.boolean()),
    minLength: count,
    anyOf: list,
    oneOf: list,
    allOf: list,
    not: inner,
    if: inner,
    then: inner,
    else: inner,
    $ref: reference,
    $defs: map,
    definitions: map,
    $schema: fc.constant('http://json-schema.org/draft-07/schema#'),
    description: or(fc.string()),
  };
  const keyword = fc.oneof(...Object.entries(keywords).map(([key, value]) => fc.tuple(fc.constant(key), value)));
  return fc.array(keyword, { maxLength: 4 }).map(pairs => Object.fromEntries(pairs));
}
