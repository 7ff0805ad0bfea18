/**
 * Where a screen of the server is meant to differ from xterm.js. Each entry says what, and why it is right.
 *   prepare(core)  removes the behaviour from the xterm that is compared with
 *   avoid          a pattern of bytes; programs that hold them are not compared
 */
import { avoided } from "./differences/avoided.mjs";
import { controls } from "./differences/controls.mjs";
import { printing } from "./differences/printing.mjs";
import { resizing } from "./differences/resizing.mjs";

export const differences = [...printing, ...resizing, ...controls, ...avoided];
