// @ts-check
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Features never import each other: they meet through VS Code commands and the catalog. */
const FEATURES = ['explorer', 'form', 'details', 'editor', 'pages', 'assistant'];
const FLOORS = ['iqm', 'pixel'];

/**
 * @param {string} from
 * @param {string[]} to
 */
const may = (from, to) => ({
  from: { element: { type: from } },
  allow: { to: { element: { types: { anyOf: to } } } },
});

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'test-results/**',
      '.demo/**',
      '.vscode-test/**',
      'test/site/**',
      'test/cases/**',
    ],
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test that reaches for a missing value should fail there and then.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // The pure floors run anywhere: in tests, in workers, in the command line.
    files: ['src/iqm/**/*.ts', 'src/pixel/**/*.ts', 'src/sandbox/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'This floor knows no vscode.' }] },
      ],
    },
  },
  {
    // The house: imports point down.
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        ...[...FLOORS, 'shell', 'account', 'catalog', 'sandbox', ...FEATURES].map((name) => ({
          type: name,
          pattern: `src/${name}`,
        })),
      ],
      'boundaries/files': [{ category: 'entry', pattern: 'src/extension.ts' }],
      'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            // Packages are not the house's business.
            { allow: { to: { module: { origin: ['external', 'core'] } } } },
            may('shell', FLOORS),
            may('account', [...FLOORS, 'shell', 'sandbox']),
            may('catalog', [...FLOORS, 'shell', 'account']),
            ...FEATURES.map((feature) => may(feature, [...FLOORS, 'shell', 'account', 'catalog'])),
            // The entry alone knows all.
            {
              from: { file: { categories: 'entry' } },
              allow: {
                to: {
                  element: {
                    types: { anyOf: [...FLOORS, 'shell', 'account', 'catalog', ...FEATURES] },
                  },
                },
              },
            },
          ],
        },
      ],
    },
  },
);
