import { Utf8Stream } from '../common/utf8-stream.js';
import type { OutputFrame } from '../connection/transport.js';
import type { ContentPosition, TerminalContent as Content } from '../protocol/contract.js';
import { blankSequence, type TerminalScreen } from './terminal-screen.js';

/**
 * What one terminal shows of its session's bytes: the position up to which it shows them, whether it may be continued
 * from there, and the decoder that keeps a character cut by a frame. A frame that does not follow is never shown.
 */
export class TerminalContent {
  private _decoder = new Utf8Stream();
  private _position: ContentPosition | undefined;
  private _isStale = true;

  constructor(private readonly screen: TerminalScreen) {}

  /** Where to go on from; undefined when only a snapshot will do. */
  get since(): ContentPosition | undefined {
    return this._isStale ? undefined : this._position;
  }

  /** True when everything up to this position is shown. */
  isAt(position: { readonly epoch: string; readonly offset: number }): boolean {
    return !this._isStale && this._position?.epoch === position.epoch && this._position.offset === position.offset;
  }

  /** Up to where something is shown, whether or not it may be continued from there. */
  get shown(): ContentPosition | undefined {
    return this._position;
  }

  /** What is shown is no longer a base to continue from; only an installed reveal result makes it one again. */
  markStale(): void {
    this._isStale = true;
  }

  /**
   * Shows the answer to a reveal at the size it was made for. A snapshot stands for itself: nothing is written before
   * it. That there is nothing to show replaces what is shown by nothing. What is older than what is shown is dropped,
   * unless the server goes on from it (`isMandatory`). Answers whether the screen was replaced.
   */
  install(content: Content, isMandatory: boolean): boolean {
    const isSuffix = content.kind === 'suffix';
    const isOlder = !this._isStale && content.epoch === this._position?.epoch && content.offset < this._position.offset;
    if (!isSuffix && isOlder && !isMandatory) return false;

    if (content.kind === 'snapshot') {
      this._decoder = new Utf8Stream();
      this.screen.replace(this._decoder.decode(Buffer.from(content.data, 'base64')), content);
    } else if (content.kind === 'none' && this._position !== undefined) {
      this._decoder = new Utf8Stream();
      this.screen.replace(blankSequence, content);
    } else {
      this.screen.followSize(content);
      this.write(content.data);
    }
    // Only now: the position is that of what the terminal has been given.
    this._position = { epoch: content.epoch, offset: content.offset };
    this._isStale = false;
    return !isSuffix;
  }

  /** Shows a frame of output; false, and stale, when it does not follow what is shown. */
  append(frame: OutputFrame): boolean {
    if (this._isStale) return false;
    if (frame.epoch !== this._position?.epoch || frame.offset !== this._position.offset) {
      this.markStale();
      return false;
    }
    this._position = { epoch: frame.epoch, offset: frame.offset + this.write(frame.data) };
    return true;
  }

  private write(data: string | Buffer): number {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : data;
    const text = this._decoder.decode(bytes);
    if (text !== '') this.screen.write(text);
    return bytes.byteLength;
  }
}

/** How many bytes of output a frame has. */
export function lengthOf({ data }: OutputFrame): number {
  return typeof data === 'string' ? Buffer.byteLength(data, 'base64') : data.byteLength;
}
