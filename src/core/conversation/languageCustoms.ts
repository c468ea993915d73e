/** Conventions of a programming language. */
export interface LanguageCustoms {
  /** Format of documentation comments. */
  readonly documentation: string;
  /** Default test framework, if the code does not show one. */
  readonly framework: string;
}

const CUSTOMS: Readonly<Record<string, LanguageCustoms>> = {
  c: { documentation: 'Doxygen', framework: 'Unity' },
  cpp: { documentation: 'Doxygen', framework: 'GoogleTest' },
  csharp: { documentation: 'XML documentation comments', framework: 'xUnit' },
  dart: { documentation: 'dartdoc', framework: 'package:test' },
  go: { documentation: 'Go doc comments', framework: 'testing' },
  java: { documentation: 'Javadoc', framework: 'JUnit 5' },
  javascript: { documentation: 'JSDoc', framework: 'Vitest' },
  javascriptreact: { documentation: 'JSDoc', framework: 'Vitest + Testing Library' },
  kotlin: { documentation: 'KDoc', framework: 'JUnit 5' },
  php: { documentation: 'PHPDoc', framework: 'PHPUnit' },
  python: { documentation: 'docstrings (PEP 257)', framework: 'pytest' },
  ruby: { documentation: 'YARD', framework: 'RSpec' },
  rust: { documentation: 'rustdoc (///)', framework: '#[cfg(test)]' },
  swift: { documentation: 'DocC (///)', framework: 'XCTest' },
  typescript: { documentation: 'TSDoc', framework: 'Vitest' },
  typescriptreact: { documentation: 'TSDoc', framework: 'Vitest + Testing Library' },
  vue: { documentation: 'JSDoc', framework: 'Vitest + Vue Test Utils' },
};

/** Returns the conventions for VS Code's language id; `undefined` if unknown. */
export function languageCustoms(languageId: string): LanguageCustoms | undefined {
  return Object.hasOwn(CUSTOMS, languageId) ? CUSTOMS[languageId] : undefined;
}
