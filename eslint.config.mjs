import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Forbids imports by pattern: how the one direction webview -> extension -> engine is held. Patterns are those of
 * .gitignore: a later one with "!" lets through what an earlier one forbids.
 */
const forbid = (message, ...group) => ({
  'no-restricted-imports': ['error', { patterns: [{ group, message }] }],
});

/** What is beyond the engine. */
const engineAlone = ['vscode', '**/extension/**', '**/webview/**', '**/test/**'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.artifacts/', '.simclr/', '**/assembly/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['engine/**/*.ts'],
    rules: forbid(
      'The engine is a program of its own: it imports neither vscode nor the extension nor the webviews.',
      ...engineAlone,
    ),
  },
  {
    files: ['engine/*/**/*.ts'],
    ignores: ['engine/cli/**'],
    rules: forbid(
      'The engine is a program of its own, its command line a front door: what others need of that belongs into engine/format.',
      ...engineAlone,
      '**/cli/**',
    ),
  },
  {
    files: ['engine/studies/**/*.ts'],
    rules: forbid(
      'Studies are data and what the run folders say of them, for the extension too: what computes them is in engine/executors.',
      ...engineAlone,
      '@tensorflow/*',
      '**/cli/**',
      '**/executors/**',
      '**/train/**',
      '**/evaluate/**',
      '**/backends/**',
    ),
  },
  {
    files: ['extension/**/*.ts'],
    rules: forbid(
      'The extension takes from the engine its protocol, configuration types, run-folder reader, studies and ways to write numbers, never tensors.',
      '@tensorflow/*',
      '**/webview/**',
      '**/engine/*/**',
      '!**/engine/protocol/**',
      '!**/engine/config/**',
      '!**/engine/runs/**',
      '!**/engine/studies/**',
      // What its command line and reports say, in the same words and digits.
      '!**/engine/format/describeOrigin',
      '!**/engine/format/formatNumbers',
    ),
  },
  {
    files: ['webview/**/*.ts'],
    rules: forbid(
      'Webviews import types of messages, and the few pure functions that every screen writes numbers and tables by.',
      'vscode',
      'node:*',
      '@tensorflow/*',
      '**/engine/*/**',
      '!**/engine/protocol/**',
      '!**/engine/config/**',
      '**/extension/*/**',
      '!**/extension/format/**',
      // Pure functions of what a run keeps.
      '!**/engine/runs/csvLine',
      '!**/engine/runs/confusions',
      // The folders of the panels, for their messages.
      '!**/extension/runPanel/**',
      '!**/extension/evaluationPanel/**',
      '!**/extension/embeddingPanel/**',
      '!**/extension/augmentationStudio/**',
      '!**/extension/comparePanel/**',
      '!**/extension/checkpointEditor/**',
      '!**/extension/similarImages/**',
      '!**/extension/studyPanel/**',
    ),
  },
  {
    files: ['test/**/*.ts', 'engine/cli/**', 'extension/packaging/**', '*.mjs', 'test/**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
);
