import type { TerminalColors } from '../protocol/contract.js';

/**
 * Colours told to programs that ask the terminal for them. Editors do not tell extensions the colours of their theme,
 * only whether it is dark; these are the editor's own defaults for its terminals.
 */
export function terminalColors(isDark: boolean): TerminalColors {
  return isDark
    ? {
        foreground: '#cccccc',
        background: '#1f1f1f',
        cursor: '#ffffff',
        ansi: [
          '#000000', '#cd3131', '#0dbc79', '#e5e510', '#2472c8', '#bc3fbc', '#11a8cd', '#e5e5e5',
          '#666666', '#f14c4c', '#23d18b', '#f5f543', '#3b8eea', '#d670d6', '#29b8db', '#e5e5e5',
        ],
      }
    : {
        foreground: '#3b3b3b',
        background: '#ffffff',
        cursor: '#005fb8',
        ansi: [
          '#000000', '#cd3131', '#107c10', '#949800', '#0451a5', '#bc05bc', '#0598bc', '#555555',
          '#666666', '#cd3131', '#14ce14', '#b5ba00', '#0451a5', '#bc05bc', '#0598bc', '#a5a5a5',
        ],
      };
}
