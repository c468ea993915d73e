import assert from 'node:assert/strict';
import fc from 'fast-check';
import { protectedBecause } from '../../../src/core/code/protectedPath.ts';

const ROOTS = ['/home/ann/shop', 'C:\\Work\\Shop', '\\\\server\\share\\shop'];

const FREE = [
  '/home/ann/shop/src/cart.ts',
  '/home/ann/shop/README.md',
  '/home/ann/shop/package.json',
  '/home/ann/shop/.github/ISSUE_TEMPLATE.md',
  '/home/ann/shop/docs/environment.md',
  '/home/ann/shop/src/git/vscode.ts',
  '/home/ann/shop/src/.eslintrc.json',
  '/home/ann/shop/用户/订单 (1).py',
  '/home/ann/shop/src/profile.ts',
  'C:\\Work\\Shop\\src\\cart.ts',
  'c:/Work/Shop/src/cart.ts',
  '\\\\server\\share\\shop\\a.ts',
];

const SENSITIVE = [
  '.vscode/settings.json',
  '.VSCode/tasks.json',
  'packages/a/.vscode/launch.json',
  'shop.code-workspace',
  'SHOP.Code-Workspace',
  '.git/config',
  '.git/hooks/pre-commit',
  '.GIT/config',
  'sub/.git',
  '.github/workflows/ci.yml',
  '.GitHub/WorkFlows/ci.yml',
  '.cursor/mcp.json',
  '.husky/pre-commit',
  '.devcontainer/devcontainer.json',
  '.env',
  '.env.local',
  '.Env.Production',
  '.envrc',
  '.bashrc',
  '.zshenv',
  '.profile',
  'Microsoft.PowerShell_profile.ps1',
  '.config/fish/config.fish',
  '.npmrc',
  '.yarnrc.yml',
  '.gitmodules',
  '.pre-commit-config.yaml',
  'lefthook-local.yml',
  '.mcp.json',
  '.ssh/authorized_keys',
  '.gitlab-ci.yml',
  'Jenkinsfile',
  // Equal to one of the above on another file system, or to a human reader.
  '.vscode./settings.json',
  '.vscode /settings.json',
  '.env.',
  '.env::$DATA',
  '.git::$INDEX_ALLOCATION/config',
  '.ｖｓｃｏｄｅ/settings.json',
  '.g\u200bit/config',
  '.\u200dgit/config',
  '.vsсode/settings.json',
  '.gіt/config',
  '.gıt/config',
  '.e\u0301nv',
  '.eｎv',
];

const UNCLEAR = [
  '/home/ann/shop/../other/a.ts',
  '/home/ann/shop/src/./a.ts',
  '~/shop/a.ts',
  '/home/ann/shop/~root/a.ts',
  'src/a.ts',
  '',
  '/home/ann/shop/src/a.ts::$DATA',
  '/home/ann/shop/src/a.ts:stream',
  '/home/ann/shop/src/a.ts.',
  '/home/ann/shop/src/a.ts ',
  '/home/ann/shop/GIT~1/config',
  '/home/ann/shop/VSCODE~1/a.json',
  '/home/ann/shop/a\u202ets.b',
  '/home/ann/shop/a\0.ts',
];

const OUTSIDE = [
  '/home/ann/other/a.ts',
  '/home/ann/shopping/a.ts',
  '/home/ann/a.ts',
  '/home/ann/shop',
  '/etc/passwd',
  '/HOME/ANN/SHOP/a.ts',
  'D:\\Work\\Shop\\a.ts',
  '\\\\server\\other\\shop\\a.ts',
  '\\\\evil\\share\\shop\\a.ts',
  '/server/share/shop/a.ts',
];

describe('A protected path', () => {
  for (const path of FREE) {
    it(`is not ${path}`, () => assert.equal(protectedBecause(path, ROOTS), undefined));
  }

  for (const path of SENSITIVE) {
    it(`is ${JSON.stringify(path)}, wherever it is`, () => {
      assert.equal(protectedBecause(`/home/ann/shop/${path}`, ROOTS), 'sensitive');
      assert.equal(protectedBecause(`C:\\Work\\Shop\\${path.replaceAll('/', '\\')}`, ROOTS), 'sensitive');
      assert.equal(protectedBecause(`/elsewhere/${path}`, ROOTS), 'sensitive');
    });
  }

  for (const path of UNCLEAR) {
    it(`is ${JSON.stringify(path)}, which may mean another file`, () => {
      assert.equal(protectedBecause(path, ROOTS), 'unclear');
    });
  }

  for (const path of OUTSIDE) {
    it(`is ${path}, outside of what is open`, () => assert.equal(protectedBecause(path, ROOTS), 'outside'));
  }

  it('is any path when no folder is open', () => {
    assert.equal(protectedBecause('/home/ann/shop/src/cart.ts', []), 'outside');
  });

  it('is recognized in any letter case', () => {
    const cased = (name: string): fc.Arbitrary<string> =>
      fc
        .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
        .map(upper => [...name].map((letter, at) => (upper[at] === true ? letter.toUpperCase() : letter)).join(''));
    fc.assert(
      fc.property(
        fc.constantFrom('.vscode/a.json', '.git/config', '.env.local', 'a.code-workspace').chain(cased),
        path => assert.equal(protectedBecause(`/home/ann/shop/${path}`, ROOTS), 'sensitive'),
      ),
    );
  });
});
