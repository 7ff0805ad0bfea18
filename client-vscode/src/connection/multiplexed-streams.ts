import type { Duplex } from 'node:stream';
import { MultiplexingStream, type Channel } from 'nerdbank-streams';
import type { DataCallback, Message } from 'vscode-jsonrpc/node';
import type { RevealResult } from '../protocol/contract.js';
import { ChannelReader } from './channel-reader.js';
import { ChannelRoom } from './channel-room.js';
import { isAcknowledgement, isEviction, isPositioned, resultIn } from './content-messages.js';
import { ControlReader, ControlWriter } from './control-messages.js';
import { ignoreLateFrames } from './late-frames.js';

/** What a channel may hold of a terminal's output that was not consumed: as much as frames may. */
const windowBytes = 256 * 1024;

/**
 * A multiplexed connection as messages. JSON-RPC is on the one channel that is offered here; what comes on the channel
 * that a result names is handed over as the `terminal/output` that frames would have brought, in its place among the
 * messages, and a `terminal/ack` makes room in the channel. So nothing above knows how the bytes came.
 */
export class MultiplexedStreams {
  readonly reader: ControlReader;
  readonly writer: ControlWriter;

  private readonly _stream: MultiplexingStream;
  private readonly _room: ChannelRoom;
  private readonly _readers = new Map<string, ChannelReader>();

  constructor(stream: Duplex) {
    // What is wrong with the pipe is told by the end of the process.
    stream.on('error', () => undefined);
    this._stream = MultiplexingStream.Create(stream, { protocolMajorVersion: 3 });
    ignoreLateFrames(this._stream);
    const control = quiet(this._stream.createChannel());
    this._room = new ChannelRoom(this._stream, control);
    this.reader = new ControlReader(control, (message, receive) => this.take(message, receive));
    this.writer = new ControlWriter(control, (message) => this.consumed(message));
    this._stream.completion.catch((error: unknown) => this.reader.broken(error));
  }

  /** How many terminals are followed on channels. */
  get following(): number {
    return this._readers.size;
  }

  /** Ends every channel and the server's input. */
  end(): void {
    for (const sessionId of [...this._readers.keys()]) this.unfollow(sessionId);
    this._stream.dispose();
  }

  private take(message: Message, receive: DataCallback): void {
    if (isPositioned(message) && this._readers.get(message.params.sessionId)?.holds(message) === true) return;
    if (isEviction(message)) this.unfollow(message.params.sessionId);
    const result = resultIn(message);
    if (result !== undefined) this.follow(result, receive);
    receive(message);
  }

  /** True for an acknowledgement of what came on a channel, which is told to the channel alone. */
  private consumed(message: Message): boolean {
    if (!isAcknowledgement(message)) return false;
    const { sessionId, epoch, offset } = message.params;
    const reader = this._readers.get(sessionId);
    if (reader !== undefined) this._room.give(reader.channel, reader.release(epoch, offset));
    return true;
  }

  private follow({ session, terminal }: RevealResult, receive: DataCallback): void {
    this.unfollow(session.id);
    if (terminal?.channel === undefined) return;
    let channel: Channel;
    try {
      channel = quiet(this._stream.acceptChannel(terminal.channel, { channelReceivingWindowSize: windowBytes }));
    } catch {
      // It has ended already: the next result, or the eviction, is on its way.
      return;
    }
    this._readers.set(session.id, new ChannelReader(channel, session.id, terminal, receive));
  }

  // The server ends the channel itself; what it has sent before does no harm.
  private unfollow(sessionId: string): void {
    this._readers.get(sessionId)?.stop();
    this._readers.delete(sessionId);
  }
}

/** How a channel ends is seen by what does not come any more. */
function quiet(channel: Channel): Channel {
  channel.acceptance.catch(() => undefined);
  channel.completion.catch(() => undefined);
  channel.stream.on('error', () => undefined);
  return channel;
}
