import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The import line: a file uses only folders to the left of its own. */
const folders = ['protocol', 'common', 'connection', 'state', 'views', 'commands'];

/** Folders that know nothing of the editor, so that their tests need none. */
const withoutEditor = ['protocol', 'common', 'connection', 'state'];

const importLine = folders.map((folder, position) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...folders.slice(position + 1).map((later) => ({
          group: [`**/${later}/**`],
          message: `${folder} comes before ${later} in the import line: ${folders.join(' < ')} < extension.ts.`,
        })),
        { group: ['**/extension', '**/extension.js'], message: 'extension.ts only composes; nothing imports it.' },
      ],
      paths: withoutEditor.includes(folder) ? [{ name: 'vscode', message: `${folder} knows nothing of the editor.` }] : [],
    }],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'server/', 'src/protocol/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', 250],
    },
  },
  ...importLine,
  { files: ['test/**/*.ts'], rules: { 'max-lines': ['error', 400] } },
);
