import type { Channel } from 'nerdbank-streams';
import type { Message, NotificationMessage } from 'vscode-jsonrpc/node';
import type { TerminalContent } from '../protocol/contract.js';
import type { PositionedMessage } from './content-messages.js';
import type { OutputFrame } from './transport.js';

/**
 * The bytes behind one result, as they come on its channel: each piece is given the position that a frame of output
 * has, and what is said about a position that is not reached yet is kept until it is.
 */
export class ChannelReader {
  private readonly _epoch: string;
  private _held: PositionedMessage[] = [];
  private _offset: number;
  private _released: number;
  private _isStopped = false;

  constructor(
    readonly channel: Channel,
    private readonly sessionId: string,
    { epoch, offset }: TerminalContent,
    private readonly receive: (message: Message) => void,
  ) {
    this._epoch = epoch;
    this._offset = this._released = offset;
    channel.stream.on('data', (bytes: Buffer) => this.take(bytes));
    // The library closes its side only when it is told to.
    channel.stream.on('end', () => channel.dispose());
  }

  /** Keeps a message whose position is ahead; false when it is due. */
  holds(message: PositionedMessage): boolean {
    const { epoch, offset } = message.params;
    if (this._isStopped || epoch !== this._epoch || offset === undefined || offset <= this._offset) return false;
    this._held.push(message);
    return true;
  }

  /** How many bytes more were consumed, by this acknowledgement. */
  release(epoch: string, offset: number): number {
    if (epoch !== this._epoch || offset > this._offset || offset <= this._released) return 0;
    const bytes = offset - this._released;
    this._released = offset;
    return bytes;
  }

  /** What still comes belongs to nothing that is shown. */
  stop(): void {
    this._isStopped = true;
    this._held = [];
  }

  private take(bytes: Buffer): void {
    let rest = bytes;
    while (rest.byteLength > 0 && !this._isStopped) {
      const due = this._held[0]?.params.offset ?? Number.POSITIVE_INFINITY;
      const data = rest.subarray(0, Math.min(rest.byteLength, due - this._offset));
      const params: OutputFrame = { sessionId: this.sessionId, epoch: this._epoch, offset: this._offset, data };
      this._offset += data.byteLength;
      rest = rest.subarray(data.byteLength);
      this.receive({ jsonrpc: '2.0', method: 'terminal/output', params } as NotificationMessage);
      this.tellHeld();
    }
  }

  private tellHeld(): void {
    for (let [next] = this._held; next?.params.offset === this._offset && !this._isStopped; [next] = this._held) {
      this._held.shift();
      this.receive(next);
    }
  }
}
