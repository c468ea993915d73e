import assert from 'node:assert/strict';
import { packageFacts, togetherFacts } from '../../../src/core/testPlace/packageFacts.ts';
import { testFramework } from '../../../src/core/testPlace/testFramework.ts';

function ofPackage(manifest: object, texts: readonly string[] = [], path = 'src/a.ts'): [string | undefined, string?] {
  const { name, beside } = testFramework(path, { facts: packageFacts(JSON.stringify(manifest)), texts });
  return beside ? [name, beside.after] : [name];
}

const uses = (...packages: string[]): object => ({
  devDependencies: Object.fromEntries(packages.map(name => [name, '*'])),
});

describe('The test framework', () => {
  it('is the installed one', () => {
    assert.deepEqual(ofPackage(uses('vitest', 'jest')), ['Vitest', '.test']);
    assert.deepEqual(ofPackage({ dependencies: { 'react-scripts': '5' } }), ['Jest', '.test']);
    assert.deepEqual(ofPackage(uses('mocha')), ['Mocha']);
    assert.deepEqual(ofPackage(uses('mocha', 'chai')), ['Mocha + Chai']);
    assert.deepEqual(ofPackage(uses('ava')), ['AVA']);
    assert.deepEqual(ofPackage(uses('jest', '@nestjs/core')), ['Jest', '.spec']);
    assert.deepEqual(ofPackage(uses('left-pad')), [undefined, '.test']);
  });

  it('may be a built-in one that the test script runs', () => {
    assert.deepEqual(ofPackage({ scripts: { test: 'node --test' } }), ['node:test']);
    assert.deepEqual(ofPackage({ scripts: { 'test:unit': 'c8 node --import tsx --test src' } }), ['node:test']);
    assert.deepEqual(ofPackage({ scripts: { build: 'node --test' } }), [undefined, '.test']);
    assert.deepEqual(ofPackage({ scripts: { test: 'bun test' } }), ['bun:test', '.test']);
  });

  it('is the one that other tests use, even when another one is installed', () => {
    assert.deepEqual(ofPackage(uses('jest'), ["import { it } from 'vitest';"]), ['Vitest', '.test']);
    assert.deepEqual(ofPackage(uses('jest'), ["const test = require('node:test');"]), ['node:test']);
  });

  for (const [path, text, name] of [
    ['a.py', 'import unittest\n', 'unittest'],
    ['a.py', 'def test_sum():\n', 'pytest'],
    ['a.py', '[tool.pytest.ini_options]\n', 'pytest'],
    ['A.java', 'import org.junit.Test;\n', 'JUnit 4'],
    ['A.java', 'import org.junit.jupiter.api.Test;\n', 'JUnit 5'],
    ['A.cs', 'using NUnit.Framework;\n', 'NUnit'],
    ['a.rb', 'class ATest < Minitest::Test\n', 'Minitest'],
    ['a.cpp', '#include <gtest/gtest.h>\n', 'GoogleTest'],
    ['a.go', '\t"github.com/stretchr/testify/assert"\n', 'testify'],
    ['a.go', 'import unittest\n', undefined],
  ] as const) {
    it(`is ${name ?? 'not known'} for ${path} beside ${JSON.stringify(text)}`, () => {
      assert.equal(testFramework(path, { texts: [text] }).name, name);
    });
  }

  it('is unknown when package.json is invalid', () => {
    assert.equal(packageFacts('{'), undefined);
    for (const odd of ['null', '[]', '{"devDependencies":3,"scripts":{"test":5}}']) {
      const facts = packageFacts(odd);
      assert.equal(testFramework('a.ts', { facts, texts: [] }).name, undefined, odd);
    }
  });

  it('may be installed at the root of a monorepo, while each package sets its own module type', () => {
    const inner = packageFacts('{"type":"module","scripts":{"test":"node --test"}}');
    const outer = packageFacts('{"devDependencies":{"vitest":"*"},"scripts":{"test":"x"}}');
    assert.ok(inner && outer);
    const together = togetherFacts([inner, outer]);
    assert.deepEqual([...together.packages], ['vitest']);
    assert.deepEqual([together.scripts, together.isModule], [['node --test'], true]);
    assert.equal(togetherFacts([]).isModule, false);
  });
});
