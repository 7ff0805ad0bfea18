/** The terminal that viewers have: xterm.js as VS Code sets it up, fed synchronously and read through its inside. */
import unicode11 from "@xterm/addon-unicode11";
import xterm from "@xterm/headless";
import { differences } from "../differences.mjs";
import { dump } from "./xterm-dump.mjs";

const scrollback = 1000;
const designators = "0A4C5RQKYE6ZH7=";

export class Xterm {
  #core;
  #answers = [];

  constructor(columns, rows) {
    const terminal = new xterm.Terminal({
      cols: columns, rows, scrollback, allowProposedApi: true, logLevel: "off", windowOptions: { pushTitle: true, popTitle: true },
    });
    terminal.loadAddon(new unicode11.Unicode11Addon());
    terminal.unicode.activeVersion = "11";
    terminal.onData(text => this.#answers.push(text));
    this.#core = terminal._core;
    for (const { prepare } of differences) prepare?.(this.#core);
  }

  feed(bytes) {
    this.#answers = [];
    if (bytes.length > 0) this.#core.writeSync(bytes);
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

  /** True when what was fed ends outside any sequence and any character. */
  get isBetweenSequences() {
    const { _parser: parser, _utf8Decoder: decoder } = this.#core._inputHandler;
    return parser.currentState === 0 && decoder.interim.every(byte => byte === 0);
  }
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
