/** The terminal that viewers have: xterm.js as VS Code sets it up, fed synchronously and read through its inside. */
import unicode11 from "@xterm/addon-unicode11";
import xterm from "@xterm/headless";
import { differences } from "../differences.mjs";
import { dump } from "./xterm-dump.mjs";

const scrollback = 1000;
const designators = "0A4C5RQKYE6ZH7=";

export class Xterm {
  #terminal;
  #core;
  #answers = [];
  #begun = Buffer.alloc(0);

  constructor(columns, rows) {
    const terminal = new xterm.Terminal({
      cols: columns, rows, scrollback, allowProposedApi: true, logLevel: "off", windowOptions: { pushTitle: true, popTitle: true },
    });
    terminal.loadAddon(new unicode11.Unicode11Addon());
    terminal.unicode.activeVersion = "11";
    terminal.onData(text => this.#answers.push(text));
    this.#terminal = terminal;
    this.#core = terminal._core;
    for (const { prepare } of differences) prepare?.(this.#core);
  }

  /**
   * The beginning of a character waits for its end: cut in the middle, xterm.js loses some characters (those whose second
   * byte is 0x80, such as U+200D). What it gets from the server is never cut there.
   */
  feed(bytes) {
    this.#answers = [];
    const all = this.#begun.length === 0 ? bytes : Buffer.concat([this.#begun, bytes]);
    const whole = wholeCharacters(all);
    this.#begun = all.subarray(whole);
    if (whole > 0) this.#core.writeSync(all.subarray(0, whole));
  }

  /** A wrap is pending, and the cell that was printed has been erased. */
  get isWrapPendingAtNothing() {
    const { active } = this.#core.buffers;
    const { cols } = this.#core._bufferService;
    const line = active.lines.get(active.ybase + active.y);
    return active.x >= cols && line.getWidth(cols - 1) === 1 && !line.hasContent(cols - 1);
  }

  resize(columns, rows) {
    this.#core.resize(columns, rows);
  }

  dump() {
    return dump(this.#core, charsetName);
  }

  /** What the last feed answered to the program. */
  get answers() {
    return this.#answers.join("");
  }

  /** The screen that is shown, as the public API of xterm.js has it. */
  get buffer() {
    return this.#terminal.buffer.active;
  }

  /** True when what was fed ends outside any sequence and any character. */
  get isBetweenSequences() {
    return this.#begun.length === 0 && this.#core._inputHandler._parser.currentState === 0;
  }
}

// Bytes up to the beginning of a character that may still be completed.
function wholeCharacters(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back && byte < 0xf8 ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const names = new Map([[undefined, "-"]]);

// Sets are constants inside xterm.js, so each is known by asking for it once; a later designator of the same set wins.
function charsetName(set) {
  if (names.size === 1) {
    for (const designator of designators) {
      const terminal = new xterm.Terminal({ allowProposedApi: true, logLevel: "off" });
      terminal._core.writeSync(`\x1b(${designator}`);
      const own = terminal._core._charsetService.charset;
      if (own !== undefined) names.set(own, designator);
      terminal.dispose();
    }
  }
  return names.get(set) ?? "?";
}
