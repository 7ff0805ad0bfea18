import * as vscode from 'vscode';
import type { Clock } from '../common/clock.js';
import { DisposableStore } from '../common/disposables.js';
import type { TerminalScreen, TerminalSize } from '../state/terminal-screen.js';
import { OrderedFeed } from './ordered-feed.js';

/** What a terminal tells its owner. */
export interface TerminalEvents {
  opened(size: TerminalSize | undefined): void;
  closed(): void;
  typed(text: string): void;
  resized(size: TerminalSize): void;
}

/** The editor's side of one terminal: passes on what is written and typed, decides nothing. */
export class SessionTerminal implements vscode.Pseudoterminal, TerminalScreen, vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _written = this._owned.add(new vscode.EventEmitter<string>());
  private readonly _sized = this._owned.add(new vscode.EventEmitter<vscode.TerminalDimensions | undefined>());
  private readonly _named = this._owned.add(new vscode.EventEmitter<string>());
  private readonly _feed: OrderedFeed;
  private _events: TerminalEvents | undefined;

  readonly onDidWrite = this._written.event;
  readonly onDidOverrideDimensions = this._sized.event;
  readonly onDidChangeName = this._named.event;

  constructor(clock: Clock) {
    this._feed = this._owned.add(new OrderedFeed({
      write: (text) => this._written.fire(text),
      override: ({ cols, rows }) => this._sized.fire({ columns: cols, rows }),
    }, clock));
  }

  /** Names the owner; to be called before the editor gets the terminal. */
  connect(events: TerminalEvents): void {
    this._events = events;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this._events?.opened(dimensions === undefined ? undefined : sizeOf(dimensions));
  }

  close(): void {
    this._events?.closed();
  }

  handleInput(data: string): void {
    this._events?.typed(data);
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this._events?.resized(sizeOf(dimensions));
  }

  write(text: string): void {
    this._feed.write(text);
  }

  followSize(size: TerminalSize | undefined): void {
    this._feed.followSize(size);
  }

  replace(text: string, size: TerminalSize): void {
    this._feed.replace(text, size);
  }

  rename(name: string): void {
    this._named.fire(name);
  }

  dispose(): void {
    this._owned.dispose();
  }
}

function sizeOf(dimensions: vscode.TerminalDimensions): TerminalSize {
  return { cols: dimensions.columns, rows: dimensions.rows };
}
