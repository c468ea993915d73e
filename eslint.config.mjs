// Finds what the compiler cannot: floating promises, swallowed errors, and insertion of HTML that a model may have
// written. Exceptions are made here, with their reason, never by comments in the code.
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const htmlDoors = '/^(innerHTML|outerHTML|srcdoc|dangerouslySetInnerHTML)$/';
const htmlMethods = '/^(insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|parseFromString)$/';

const noHtmlStrings = {
  selector: [
    `MemberExpression[property.name=${htmlDoors}]`,
    `MemberExpression[property.value=${htmlDoors}]`,
    `MemberExpression[property.name=${htmlMethods}]`,
    `Property[key.name=${htmlDoors}]`,
    `Property[key.value=${htmlDoors}]`,
    `JSXAttribute[name.name=${htmlDoors}]`,
    "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]",
  ].join(', '),
  message: 'Build nodes: a string of HTML may hold what a model wrote.',
};

const noTrustedMarkdown = {
  selector: ['isTrusted', 'supportHtml']
    .map(name => `Property[key.name='${name}'], AssignmentExpression[left.property.name='${name}']`)
    .join(', '),
  message: 'Trusted markdown runs commands, and HTML in markdown is not ours.',
};

const noRetainedPages = {
  selector: "Property[key.name='retainContextWhenHidden']",
  message: 'A page can die and come back: it says `ready` and gets one snapshot.',
};

const noDefaultExports = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: 'Export it by its name, so that it is called the same everywhere.',
};

const noSilentCatch = {
  selector: [
    'CatchClause > BlockStatement[body.length=0]',
    "CallExpression[callee.property.name='catch'] > :function > BlockStatement[body.length=0]",
    "CallExpression[callee.property.name='then'] > :function:nth-child(2) > BlockStatement[body.length=0]",
  ].join(', '),
  message: 'Say what becomes of the error.',
};

/** A test may use `.catch(() => undefined)` to mark a rejection as handled; in the product it hides a failure. */
const noSwallowedRejection = {
  selector:
    "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression > Identifier.body[name='undefined']",
  message: 'Say what becomes of the error.',
};

const everywhere = [noHtmlStrings, noTrustedMarkdown, noRetainedPages, noDefaultExports, noSilentCatch];

export default defineConfig(
  globalIgnores(['dist', '.cache', '.vscode-test', 'test-results', 'test/fixtures']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['**/*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
  { rules: { 'no-control-regex': 'off' } }, // Control characters are removed from texts on purpose.
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-script-url': 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // A lazy part of the product, in the same folder as the bundle that loads it.
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\./\\w+\\.cjs$'] }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // The reason of an abort signal has type `any`, and is rethrown as it is.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // False positives for variables that another function changes, with no workaround.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // The compiler checks this.
      '@typescript-eslint/no-unused-vars': 'off',
      // A fake, or one implementation of several, may have nothing to await.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Deprecated without a replacement: only `keyCode` detects input methods, only `execCommand` keeps undo.
    files: ['src/webview/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-deprecated': ['error', { allow: [{ from: 'lib', name: ['keyCode', 'execCommand'] }] }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, noSwallowedRejection] },
  },
);
