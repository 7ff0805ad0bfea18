/** Where the extension says what it does; the editor's log channel satisfies it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
