import assert from 'node:assert/strict';
import { importPath } from '../../../src/core/testPlace/importPath.ts';

function imported(
  test: string,
  source: string,
  { texts = [] as string[], isModule = false, files = '' } = {},
): string | undefined {
  return importPath({ test, source, texts, isModule, files: files.split(' ') });
}

describe('The import of the tested file', () => {
  it('is the relative path from the test to the source', () => {
    assert.equal(imported('src/cart.test.ts', 'src/cart.ts'), './cart');
    assert.equal(imported('src/shop/__tests__/cart.test.ts', 'src/shop/cart.ts'), '../cart');
    assert.equal(imported('test/unit/shop/cart.test.ts', 'src/shop/cart.ts'), '../../../src/shop/cart');
    assert.equal(imported('my app/测试/购物车.test.ts', 'my app/源码/购物车.ts'), '../源码/购物车');
    assert.equal(imported('cart.test.js', 'cart.js'), './cart');
  });

  it('has a file extension when the other imports of the project have one', () => {
    assert.equal(imported('a.test.ts', 'a.ts', { texts: ["import { b } from './b.ts';"] }), './a.ts');
    assert.equal(imported('a.test.ts', 'a.ts', { texts: ["import { b } from './b.js';"] }), './a.js');
    assert.equal(
      imported('a.test.ts', 'a.ts', { texts: ['import fs from "fs";', "import('../lib/b')"], isModule: true }),
      './a',
    );
    assert.equal(imported('a.test.mts', 'a.mts', { texts: ["import { b } from './b.mjs';"] }), './a.mjs');
    assert.equal(imported('test/a.js', 'lib/a.js', { texts: ["const b = require('../lib/b.js')"] }), '../lib/a.js');
  });

  it('has a file extension when ES modules need it and there are no other imports', () => {
    assert.equal(imported('a.test.ts', 'a.ts', { isModule: true }), './a.js');
    assert.equal(imported('a.test.tsx', 'a.tsx', { isModule: true }), './a.js');
    assert.equal(imported('a.test.js', 'a.js', { isModule: true }), './a.js');
    assert.equal(imported('a.test.mjs', 'a.mjs'), './a.mjs');
    assert.equal(imported('A.test.ts', 'A.vue'), './A.vue');
  });

  it('is the module name in Python', () => {
    assert.equal(imported('tests/test_cart.py', 'src/shop/cart.py'), 'shop.cart');
    assert.equal(
      imported('tests/test_cart.py', 'tools/shop/cart.py', { files: 'tools/shop/__init__.py' }),
      'shop.cart',
    );
    assert.equal(imported('tests/test_shop.py', 'shop/__init__.py', { files: 'shop/__init__.py' }), 'shop');
    assert.equal(imported('tests/test_cart.py', 'cart.py'), 'cart');
  });

  it('is the path below lib in Ruby, and undefined when the framework loads the file', () => {
    assert.equal(imported('spec/shop/cart_spec.rb', 'lib/shop/cart.rb'), 'shop/cart');
    assert.equal(imported('spec/models/cart_spec.rb', 'app/models/cart.rb'), undefined);
  });

  it('is undefined when test and source are in the same package or file', () => {
    assert.equal(imported('a_test.go', 'a.go'), undefined);
    assert.equal(imported('a.test.ts', 'a.test.ts'), undefined);
  });
});
