/** Languages, distinguished by the naming and location of their tests. */
export type TestLanguage =
  | 'javascript'
  | 'python'
  | 'go'
  | 'java'
  | 'kotlin'
  | 'rust'
  | 'csharp'
  | 'php'
  | 'ruby'
  | 'dart'
  | 'swift'
  | 'c'
  | 'other';

/** Prefix and suffix that a test's name adds to the name of the tested file. */
export interface TestName {
  readonly before: string;
  readonly after: string;
}

/** Conventions for the tests of a language. */
export interface TestCustoms {
  /** File extensions, without the dot. */
  readonly endings: readonly string[];
  /** Patterns of test names, most common first. */
  readonly names: readonly TestName[];
  /** Matches the names of files at a project root. */
  readonly markers: RegExp;
}

const none = /^$/;

const CUSTOMS: Readonly<Record<TestLanguage, TestCustoms>> = {
  javascript: {
    endings: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'vue', 'svelte'],
    names: namesOf('* .test', '* .spec', '* .unit.test', '* .unit.spec', '* -test', '* _test', '* -spec', 'test- *'),
    markers: /^package\.json$/,
  },
  python: {
    endings: ['py'],
    names: namesOf('test_ *', '* _test'),
    markers: /^(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|pytest\.ini)$/,
  },
  go: { endings: ['go'], names: namesOf('* _test'), markers: /^go\.mod$/ },
  java: {
    endings: ['java'],
    names: namesOf('* Test', '* Tests', 'Test *'),
    markers: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
  },
  kotlin: {
    endings: ['kt'],
    names: namesOf('* Test', '* Tests', '* Spec'),
    markers: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
  },
  rust: { endings: ['rs'], names: namesOf('* _test', '* _tests', 'test_ *'), markers: /^Cargo\.toml$/ },
  // Tests are in their own project beside the tested one, so the root is the solution.
  csharp: { endings: ['cs'], names: namesOf('* Tests', '* Test', '* Specs'), markers: /\.slnx?$/ },
  php: { endings: ['php'], names: namesOf('* Test'), markers: /^composer\.json$/ },
  ruby: { endings: ['rb'], names: namesOf('* _spec', '* _test', 'test_ *'), markers: /^Gemfile$|\.gemspec$/ },
  dart: { endings: ['dart'], names: namesOf('* _test'), markers: /^pubspec\.yaml$/ },
  swift: { endings: ['swift'], names: namesOf('* Tests', '* Test', '* Spec'), markers: /^Package\.swift$/ },
  c: {
    endings: ['c', 'cc', 'cpp', 'cxx', 'h', 'hpp', 'hh'],
    names: namesOf('* _test', 'test_ *', '* _tests', '* _unittest', '* Test'),
    markers: /^(?:CMakeLists\.txt|meson\.build|configure\.ac)$/,
  },
  other: {
    endings: [],
    names: namesOf('* _test', '* .test', 'test_ *', '* Test', '* Tests', '* _spec'),
    markers: none,
  },
};

const BY_ENDING = new Map(
  Object.entries(CUSTOMS).flatMap(([language, { endings }]) =>
    endings.map(ending => [ending, language as TestLanguage] as const),
  ),
);

/** Returns the language of a file, by its extension. */
export function testLanguageOf(path: string): TestLanguage {
  return BY_ENDING.get(endingOf(path).toLowerCase()) ?? 'other';
}

/** Returns the conventions for the tests of a file; for an unknown language, tests have the file's own extension. */
export function testCustomsOf(path: string): TestCustoms {
  const customs = CUSTOMS[testLanguageOf(path)];
  return customs.endings.length > 0 ? customs : { ...customs, endings: [endingOf(path)] };
}

/** Returns the extension without the dot. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
}

function namesOf(...patterns: readonly string[]): readonly TestName[] {
  return patterns.map(pattern => {
    const [before = '', after = ''] = pattern.split(/ ?\* ?/);
    return { before, after };
  });
}
