import assert from 'node:assert/strict';
import { testPlace } from '../../../src/core/testPlace/testPlace.ts';

/** Source, other files of the workspace, place of its tests. A `+` before the place means that the file exists. */
type Row = readonly [what: string, source: string, files: string, place: string];

const LEARNED: readonly Row[] = [
  ['beside the source', 'src/cart.ts', 'package.json src/a.ts src/a.test.ts', 'src/cart.test.ts'],
  [
    'with the name that others have',
    'src/cart.ts',
    'src/a.ts src/a.spec.ts src/b.ts src/b.spec.ts',
    'src/cart.spec.ts',
  ],
  [
    'as most of the others, not as one of them',
    'src/cart.ts',
    'src/a.ts src/a.spec.ts src/b.ts src/b.test.ts src/c.ts src/c.test.ts',
    'src/cart.test.ts',
  ],
  ['of components too', 'src/Cart.tsx', 'src/a.ts src/a.test.ts', 'src/Cart.test.tsx'],
  ['of components in the ending of others', 'src/Cart.vue', 'src/A.vue src/A.spec.js', 'src/Cart.spec.js'],
  ['in __tests__', 'src/shop/cart.ts', 'src/a.ts src/__tests__/a.test.ts', 'src/shop/__tests__/cart.test.ts'],
  ['in __tests__ under plain names', 'lib/cart.js', 'lib/a.js lib/__tests__/a.js', 'lib/__tests__/cart.js'],
  ['in a mirror tree', 'src/shop/cart.ts', 'src/user/a.ts test/user/a.test.ts', 'test/shop/cart.test.ts'],
  [
    'in a mirror tree of unit tests',
    'src/shop/cart.ts',
    'src/a/b.ts test/unit/a/b.test.ts',
    'test/unit/shop/cart.test.ts',
  ],
  [
    'in a mirror tree below src',
    'src/shop/cart.ts',
    'src/a/b/c.ts src/test/a/b/c.test.ts',
    'src/test/shop/cart.test.ts',
  ],
  [
    'in a tree that follows only a part of the sources',
    'src/core/shop/cart.ts',
    'src/core/user/a.ts test/unit/user/a.test.ts',
    'test/unit/shop/cart.test.ts',
  ],
  [
    'in the folder of the nearest sources',
    'src/host/shop/cart.ts',
    `src/core/user/a.ts test/unit/user/a.test.ts src/core/b/b.ts test/unit/b/b.test.ts
     src/host/x/c.ts test/integration/c.test.ts src/host/y/d.ts test/integration/d.test.ts`,
    'test/integration/cart.test.ts',
  ],
  ['in a flat folder', 'lib/shop/cart.js', 'lib/user/a.js test/a.js', 'test/cart.js'],
  [
    'in the folder of tests of other names',
    'lib/cart.js',
    'test/basics.js test/errors.js test/helpers/run.js',
    'test/cart.js',
  ],
  ['as tests of other names are called', 'lib/cart.js', 'test/basics.test.mjs', 'test/cart.test.mjs'],
  [
    'in a tree of tests of other names',
    'src/shop/cart.ts',
    'test/unit/a/basics.spec.ts',
    'test/unit/shop/cart.spec.ts',
  ],
  ['not among tests from outside', 'src/cart.ts', 'test/e2e/shop.spec.ts test/all.test.ts', 'test/cart.test.ts'],
  [
    'in its own package',
    'packages/shop/src/cart.ts',
    `package.json packages/shop/package.json packages/shop/src/a.ts packages/shop/test/a.spec.ts packages/b/package.json
     packages/b/src/a.ts packages/b/src/a.test.ts packages/b/src/c.ts packages/b/src/c.test.ts`,
    'packages/shop/test/cart.spec.ts',
  ],
  [
    'as the other packages do it where its own shows nothing',
    'packages/shop/src/cart.ts',
    'package.json packages/shop/package.json packages/b/package.json packages/b/src/a.ts packages/b/test/a.spec.ts',
    'packages/shop/test/cart.spec.ts',
  ],
  [
    'in the project, though its tests have a manifest of their own',
    'src/cart.js',
    'package.json test/package.json src/a.js test/a.test.js',
    'test/cart.test.js',
  ],
  ['not in what was built', 'src/cart.ts', 'dist/a.js dist/a.test.js src/a.ts test/a.test.ts', 'test/cart.test.ts'],
  ['not as fixtures are', 'src/cart.ts', 'test/fixtures/x.spec.ts test/a.test.ts src/a.ts', 'test/cart.test.ts'],
  [
    'in a folder with spaces',
    'my app/源码/购物车.ts',
    'my app/源码/订单.ts my app/测试 文件/订单.test.ts',
    'my app/测试 文件/购物车.test.ts',
  ],
  [
    'of Python in a mirror tree',
    'shop/cart/price.py',
    'shop/user/a.py tests/user/test_a.py',
    'tests/cart/test_price.py',
  ],
  ['of Python with a name at the end', 'shop/price.py', 'shop/a.py shop/a_test.py', 'shop/price_test.py'],
  [
    'of Java with another name',
    'src/main/java/a/Cart.java',
    'src/main/java/a/B.java src/test/java/a/BTests.java',
    'src/test/java/a/CartTests.java',
  ],
  [
    'of C# in the project of tests',
    'src/Shop/Carts/Cart.cs',
    'src/Shop/Shop.csproj src/Shop/Users/User.cs tests/Shop.Tests/Shop.Tests.csproj tests/Shop.Tests/Users/UserTests.cs',
    'tests/Shop.Tests/Carts/CartTests.cs',
  ],
  ['of Ruby by Minitest', 'lib/shop/cart.rb', 'Gemfile lib/shop/a.rb test/shop/a_test.rb', 'test/shop/cart_test.rb'],
];

const CUSTOM: readonly Row[] = [
  ['TypeScript', 'src/cart.ts', 'package.json src/a.ts', 'src/cart.test.ts'],
  ['Vue', 'src/Cart.vue', 'tsconfig.json', 'src/Cart.test.ts'],
  ['Python', 'shop/cart.py', 'pyproject.toml shop/__init__.py', 'tests/test_cart.py'],
  ['Python in a project of the workspace', 'tools/shop/cart.py', 'tools/pyproject.toml', 'tools/tests/test_cart.py'],
  ['Go', 'stock/reserve.go', 'go.mod', 'stock/reserve_test.go'],
  ['Java', 'app/src/main/java/shop/Cart.java', 'app/build.gradle', 'app/src/test/java/shop/CartTest.java'],
  ['Kotlin', 'src/main/kotlin/Cart.kt', 'build.gradle.kts', 'src/test/kotlin/CartTest.kt'],
  ['Java without a tool', 'orders/Numbers.java', '', 'orders/NumbersTest.java'],
  ['Rust', 'src/cart.rs', 'Cargo.toml tests/all.rs', '+src/cart.rs'],
  ['C#', 'src/Shop/Carts/Cart.cs', 'Shop.sln src/Shop/Shop.csproj', 'src/Shop.Tests/Carts/CartTests.cs'],
  [
    'C# with a folder of tests',
    'src/Shop/Cart.cs',
    'src/Shop/Shop.csproj tests/readme.md',
    'tests/Shop.Tests/CartTests.cs',
  ],
  ['PHP', 'src/Shop/Cart.php', 'composer.json', 'tests/Shop/CartTest.php'],
  ['Laravel', 'app/Models/Cart.php', 'composer.json tests/Unit/.gitkeep', 'tests/Unit/Models/CartTest.php'],
  ['Ruby', 'lib/shop/cart.rb', 'Gemfile', 'spec/shop/cart_spec.rb'],
  ['Rails', 'app/models/cart.rb', 'Gemfile test/test_helper.rb', 'test/models/cart_test.rb'],
  ['Dart', 'lib/src/cart.dart', 'pubspec.yaml', 'test/src/cart_test.dart'],
  ['Swift', 'Sources/Shop/Carts/Cart.swift', 'Package.swift', 'Tests/ShopTests/Carts/CartTests.swift'],
  ['C++', 'src/cart.cpp', 'CMakeLists.txt', 'tests/cart_test.cpp'],
  ['a header', 'include/cart.hpp', 'CMakeLists.txt', 'tests/cart_test.cpp'],
  ['a language that nobody foresaw', 'src/cart.ex', '', 'tests/cart_test.ex'],
  ['a file without an ending', 'tools/deploy', '', 'tests/deploy_test'],
];

const THERE: readonly Row[] = [
  ['beside it', 'src/cart.ts', 'src/cart.test.ts', '+src/cart.test.ts'],
  ['elsewhere than the others', 'src/cart.ts', 'src/a.ts src/a.test.ts test/cart.spec.ts', '+test/cart.spec.ts'],
  [
    'where the others are, of several',
    'src/cart.ts',
    'test/e2e/cart.test.ts test/unit/cart.test.ts src/a.ts test/unit/a.test.ts',
    '+test/unit/cart.test.ts',
  ],
  [
    'of its own name, not of its namesake',
    'src/shop/index.ts',
    'src/user/index.ts src/user/index.test.ts',
    'src/shop/index.test.ts',
  ],
  ['as itself, being a test', 'test/cart.test.ts', 'src/cart.ts', '+test/cart.test.ts'],
  ['as itself, being a test of Python', 'tests/test_cart.py', 'cart.py', '+tests/test_cart.py'],
  ['as itself, under a plain name', 'test/cart.js', 'lib/cart.js', '+test/cart.js'],
];

function placeOf(source: string, files: string): string {
  const { path, isThere } = testPlace({ path: source, files: [...listed(files), source], beside: { after: '.test' } });
  return `${isThere ? '+' : ''}${path}`;
}

/** Splits a list of files at white space, except within the two names that contain a space. */
function listed(files: string): string[] {
  return files
    .replaceAll('my app', 'my\0app')
    .replaceAll('测试 文件', '测试\0文件')
    .split(/\s+/)
    .filter(each => each !== '')
    .map(each => each.replaceAll('\0', ' '));
}

describe('The place for new tests', () => {
  describe('follows the existing tests:', () => {
    for (const [what, source, files, place] of LEARNED) it(what, () => assert.equal(placeOf(source, files), place));
  });

  describe('without existing tests, follows the convention for', () => {
    for (const [what, source, files, place] of CUSTOM) it(what, () => assert.equal(placeOf(source, files), place));
  });

  describe('is the existing test file', () => {
    for (const [what, source, files, place] of THERE) it(what, () => assert.equal(placeOf(source, files), place));
  });

  it('is a test folder for frameworks that do not look beside the source', () => {
    const files = ['package.json', 'lib/shop/cart.js'];
    assert.equal(testPlace({ path: 'lib/shop/cart.js', files }).path, 'test/shop/cart.test.js');
  });

  it('comes with the nearest other test as an example, never the test of the file itself', () => {
    const files = ['src/a.ts', 'src/a.test.ts', 'src/shop/b.ts', 'src/shop/b.test.ts', 'src/shop/cart.ts'];
    const example = (...more: string[]): string | undefined =>
      testPlace({ path: 'src/shop/cart.ts', files: [...files, ...more] }).example;
    assert.equal(example(), 'src/shop/b.test.ts');
    assert.equal(example('src/shop/cart.test.ts'), 'src/shop/b.test.ts');
    assert.equal(testPlace({ path: 'x.ts', files: ['x.ts', 'x.test.ts'] }).example, undefined);
  });

  it('is found in a workspace of 30,000 files', () => {
    const files = Array.from({ length: 20_000 }, (_, index) => `src/m${index % 500}/f${index}.ts`);
    const tests = files
      .filter((_, index) => index % 2 === 0)
      .map(path => path.replace(/^src(.*)\.ts$/, 'test$1.test.ts'));
    assert.equal(testPlace({ path: 'src/m7/new.ts', files: [...files, ...tests] }).path, 'test/m7/new.test.ts');
  });
});
