import tseslint from 'typescript-eslint'
import { layers } from './scripts/lint/layers.js'

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.tap', 'data', 'views/assets'] },
  ...tseslint.configs.recommended,
  {
    plugins: { jiebang: { rules: { layers } } },
    rules: {
      'jiebang/layers': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  // Commands and the process speak to whoever started them.
  { files: ['server/main.ts', 'scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['tests/**', 'seed/**'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
)
