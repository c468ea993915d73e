import type { PackageFacts } from './packageFacts.ts';
import { testLanguageOf } from './testLanguage.ts';

/** The test framework of a project. */
export interface TestFramework {
  /** As written in prompts; `undefined` if unknown. */
  readonly name: string | undefined;
  /**
   * Set, with the suffix of test names, if the framework finds tests beside the sources; missing if they belong into a
   * test folder.
   */
  readonly beside?: { readonly after: string };
}

/** Evidence of the framework, apart from file names. */
export interface TestHints {
  /** Missing if there is no package.json. */
  readonly facts?: PackageFacts | undefined;
  /** Texts that show the framework, most reliable first: other tests, lists of dependencies. */
  readonly texts: readonly string[];
}

/** By package name; a project with two of them is migrating from the later to the earlier one. */
const OF_JAVASCRIPT = [
  ['vitest', 'Vitest', true],
  ['jest', 'Jest', true],
  ['@jest/globals', 'Jest', true],
  ['ts-jest', 'Jest', true],
  ['react-scripts', 'Jest', true],
  ['mocha', 'Mocha', false],
  ['ava', 'AVA', false],
  ['tap', 'tap', false],
  ['tape', 'tape', false],
  ['uvu', 'uvu', false],
  ['jasmine', 'Jasmine', true],
  ['jasmine-core', 'Jasmine', true],
  ['bun-types', 'bun:test', true],
  ['@types/bun', 'bun:test', true],
] as const;

/** With these packages, test names end in `.spec`, by the convention of their project generators. */
const SPEC_MAKERS = ['@angular/core', '@nestjs/core'];

/** Patterns in the texts of tests and dependency lists. */
const OF_TEXTS: readonly (readonly [name: string, pattern: RegExp, endings: RegExp])[] = [
  ['Vitest', /from ['"]vitest['"]/, /[jt]sx?$|vue$|svelte$/],
  ['node:test', /['"]node:test['"]/, /[jt]sx?$/],
  ['bun:test', /from ['"]bun:test['"]/, /[jt]sx?$/],
  ['Jest', /from ['"]@jest\/globals['"]/, /[jt]sx?$/],
  ['unittest', /^\s*(?:import unittest|from unittest import)/m, /py$/],
  ['pytest', /\bpytest\b|^def test_/m, /py$/],
  ['JUnit 4', /^import (?:static )?org\.junit\.(?:Test|Before|Assert)\b/m, /java$|kt$/],
  ['JUnit 5', /org\.junit\.jupiter|junit-jupiter/, /java$|kt$/],
  ['TestNG', /org\.testng/, /java$|kt$/],
  ['Kotest', /io\.kotest/, /kt$/],
  ['testify', /stretchr\/testify/, /go$/],
  ['NUnit', /using NUnit\b|Include="NUnit"/, /cs$/],
  ['MSTest', /Microsoft\.VisualStudio\.TestTools|Include="MSTest/, /cs$/],
  ['xUnit', /using Xunit\b|Include="xunit"/, /cs$/],
  ['Pest', /^(?:it|test)\(|pestphp\/pest/m, /php$/],
  ['PHPUnit', /PHPUnit\\Framework|phpunit\/phpunit/, /php$/],
  ['RSpec', /^RSpec\.|^describe\b|\brspec\b/m, /rb$/],
  ['Minitest', /Minitest|ActiveSupport::TestCase/i, /rb$/],
  ['GoogleTest', /gtest\/gtest\.h/, /c(?:c|pp|xx)?$|h(?:pp)?$/],
  ['Catch2', /catch2?\/|catch\.hpp/, /c(?:c|pp|xx)?$|h(?:pp)?$/],
  ['Swift Testing', /^import Testing$/m, /swift$/],
];

/** Determines the framework for the tests of a file: from the texts, otherwise from the installed packages. */
export function testFramework(path: string, { facts, texts }: TestHints): TestFramework {
  const known = OF_TEXTS.filter(([, , endings]) => endings.test(path));
  const shown = texts.map(text => known.find(([, pattern]) => pattern.test(text))).find(found => found !== undefined);
  const installed = testLanguageOf(path) === 'javascript' && facts ? installedIn(facts) : undefined;
  const name = shown?.[0] ?? installed?.name;
  const bare = name?.replace(' + Chai', '');
  const keepsApart = bare === 'node:test' || OF_JAVASCRIPT.some(([, each, isBeside]) => bare === each && !isBeside);
  if (keepsApart) return { name };
  const isSpec = SPEC_MAKERS.some(maker => facts?.packages.has(maker));
  return { name, beside: { after: isSpec ? '.spec' : '.test' } };
}

function installedIn({ packages, scripts }: PackageFacts): { readonly name: string } | undefined {
  const [, name] = OF_JAVASCRIPT.find(([known]) => packages.has(known)) ?? [];
  const withChai = name === 'Mocha' && packages.has('chai') ? 'Mocha + Chai' : name;
  if (withChai !== undefined) return { name: withChai };
  if (scripts.some(script => /\bnode\b.*--test\b/.test(script))) return { name: 'node:test' };
  return scripts.some(script => /\bbun test\b/.test(script)) ? { name: 'bun:test' } : undefined;
}
