/** As much of the editor as the tests need: values that remember, and a window whose tabs and trust the test sets. */

export class EventEmitter<T> {
  private readonly _listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void) => {
    this._listeners.add(listener);
    return { dispose: () => this._listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this._listeners]) listener(value);
  }

  dispose(): void {
    this._listeners.clear();
  }
}

export class ThemeIcon {
  constructor(readonly id: string, readonly color?: ThemeColor) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class TreeItem {
  constructor(readonly label: string) {}
}

export class FileDecoration {
  constructor(readonly badge?: string, readonly tooltip?: string, readonly color?: ThemeColor) {}
}

export class TabInputTerminal {
  readonly kind = 'terminal';
}

export const Uri = {
  from: (parts: { scheme: string; path: string }) => ({ ...parts, toString: () => parts.path }),
  parse: (text: string) => ({ toString: () => text }),
};
export const Disposable = {
  from: (...all: { dispose(): unknown }[]) => ({ dispose: () => all.forEach((each) => each.dispose()) }),
};
export const ViewColumn = { Active: -1 };
export const StatusBarAlignment = { Left: 1 };
export const ColorThemeKind = { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 };
export const QuickPickItemKind = { Separator: -1 };

interface FakeTerminal {
  name: string;
  readonly pty: { open(size: unknown): void; close(): void; onDidChangeName(listener: (name: string) => void): unknown };
  show(): void;
  dispose(): void;
}

/** What the test sees and sets. */
export const editor = {
  isTrusted: true,
  settings: new Map<string, { globalValue?: unknown; workspaceValue?: unknown }>(),
  commands: new Map<string, (...all: unknown[]) => unknown>(),
  context: new Map<string, unknown>(),
  /** Messages that were shown. */
  messages: [] as string[],
  /** The labels of the quick picks that were shown. */
  picks: [] as string[][],
  /** What the user chooses, in order: a button of a message or the label in a quick pick; nothing when there is none. */
  choices: [] as string[],
  /** Until then the user only looks at a message. */
  thinking: undefined as Promise<void> | undefined,
  /** What the user was given to paste, and the pages that were opened. */
  clipboard: [] as string[],
  pages: [] as string[],
  /** The user leaves the quick pick that is open. */
  leave: undefined as (() => void) | undefined,
  terminals: [] as FakeTerminal[],
  tabs: [] as { label: string; isActive: boolean; input: unknown }[],
  active: undefined as FakeTerminal | undefined,
  trustGranted: new EventEmitter<undefined>(),
  settingsChanged: new EventEmitter<{ affectsConfiguration(name: string): boolean }>(),
  tabsChanged: new EventEmitter<undefined>(),
  terminalClosed: new EventEmitter<FakeTerminal>(),
  nothing: new EventEmitter<undefined>(),

  /** The user goes to a terminal's tab: it is shown, the others in its group are not. */
  activate(terminal: FakeTerminal): void {
    editor.active = terminal;
    editor.tabs = editor.terminals.map((each) => (
      { label: each.name, isActive: each === terminal, input: new TabInputTerminal() }));
    editor.tabsChanged.fire(undefined);
  },
};

export const commands = {
  registerCommand: (id: string, run: (...all: unknown[]) => unknown) => {
    editor.commands.set(id, run);
    return { dispose: () => editor.commands.delete(id) };
  },
  executeCommand: (id: string, key: string, value: unknown) => {
    if (id === 'setContext') editor.context.set(key, value);
    return Promise.resolve();
  },
};

export const env = {
  clipboard: { writeText: (text: string) => Promise.resolve(editor.clipboard.push(text)) },
  openExternal: (uri: { toString(): string }) => Promise.resolve(editor.pages.push(uri.toString()) > 0),
};

export const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  onDidGrantWorkspaceTrust: editor.trustGranted.event,
  onDidChangeConfiguration: editor.settingsChanged.event,
  workspaceFolders: [],
  getConfiguration: () => ({ inspect: (name: string) => editor.settings.get(name) }),
};

/** The user can press only what is there. A message without buttons takes no choice. */
const showMessage = async (text: string, ...rest: unknown[]) => {
  editor.messages.push(text);
  const buttons = rest.filter((each) => typeof each === 'string' && each !== 'Show Log');
  if (buttons.length === 0) return undefined;
  await editor.thinking;
  const choice = editor.choices.shift();
  return buttons.find((button) => button === choice);
};

const ignore = (): undefined => undefined;

/** The user takes the next of their choices as soon as it is there. */
class FakeQuickPick {
  activeItems: readonly { readonly label: string }[] = [];
  selectedItems: readonly { readonly label: string }[] = [];
  private readonly accepted = new EventEmitter<undefined>();
  private readonly hidden = new EventEmitter<undefined>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  private shown: readonly { readonly label: string }[] = [];

  get items(): readonly { readonly label: string }[] {
    return this.shown;
  }

  set items(items: readonly { readonly label: string }[]) {
    this.shown = items;
    this.activeItems = items.slice(0, 1);
    editor.picks.push(items.map(({ label }) => label));
    const chosen = items.find(({ label }) => label === editor.choices[0]);
    if (chosen === undefined) return;
    editor.choices.shift();
    this.selectedItems = [chosen];
    this.accepted.fire(undefined);
  }

  show(): void {
    editor.leave = () => this.hidden.fire(undefined);
  }

  dispose(): void {
    editor.leave = undefined;
  }
}

export const window = {
  tabGroups: {
    get all() {
      return [{ tabs: editor.tabs }];
    },
    onDidChangeTabs: editor.tabsChanged.event,
    onDidChangeTabGroups: editor.nothing.event,
  },
  state: { focused: true },
  activeColorTheme: { kind: 2 },
  onDidChangeActiveTerminal: editor.nothing.event,
  onDidChangeWindowState: editor.nothing.event,
  onDidCloseTerminal: editor.terminalClosed.event,
  get activeTerminal() {
    return editor.active;
  },
  createTerminal: ({ name, pty }: { name: string; pty: FakeTerminal['pty'] }) => {
    const terminal: FakeTerminal = {
      name,
      pty,
      show: () => editor.activate(terminal),
      dispose: () => {
        editor.terminals = editor.terminals.filter((each) => each !== terminal);
        editor.terminalClosed.fire(terminal);
      },
    };
    pty.onDidChangeName((renamed) => (terminal.name = renamed));
    editor.terminals.push(terminal);
    return terminal;
  },
  createOutputChannel: () => ({
    debug: ignore, info: ignore, warn: ignore, error: ignore, trace: ignore, show: ignore, dispose: ignore,
  }),
  createTreeView: () => ({ selection: [], dispose: ignore }),
  createStatusBarItem: () => ({ show: ignore, hide: ignore, dispose: ignore }),
  registerFileDecorationProvider: () => ({ dispose: ignore }),
  showErrorMessage: showMessage,
  showWarningMessage: showMessage,
  showInformationMessage: showMessage,
  showQuickPick: (items: readonly { readonly label: string }[], options?: { readonly canPickMany?: boolean }) => {
    editor.picks.push(items.map(({ label }) => label));
    const choice = editor.choices.shift();
    if (options?.canPickMany === true) return Promise.resolve(items.filter(({ label }) => choice?.split('|').includes(label)));
    return Promise.resolve(items.find(({ label }) => label === choice));
  },
  showInputBox: () => Promise.resolve(editor.choices.shift()),
  createQuickPick: () => new FakeQuickPick(),
};
