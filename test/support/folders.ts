import path from 'node:path';

/** Root of this repository. */
export const REPOSITORY_FOLDER = path.resolve(import.meta.dirname, '../..');

/** What scripts and tests download and generate: VS Code servers, profiles. Ignored by git, safe to delete. */
export const VSCODE_TEST_FOLDER = path.join(REPOSITORY_FOLDER, '.vscode-test');

/** Results of test runs: screenshots, counts, logs. Ignored by git, safe to delete. */
export const RESULTS_FOLDER = path.join(REPOSITORY_FOLDER, 'test-results');

/** A small sample project. Copy it before opening it, because an editor may write into its folder. */
export const SAMPLE_WORKSPACE_FOLDER = path.join(REPOSITORY_FOLDER, 'test/fixtures/sample-workspace');
