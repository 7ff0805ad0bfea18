// A multiplexed connection, read by what the README says of it and written for nothing but tests.

import { Duplex } from "node:stream";
import nerdbank from "nerdbank-streams";
import { AbstractMessageReader, AbstractMessageWriter } from "vscode-jsonrpc/node";
import { frame, MessageParser } from "./raw.mjs";

const { ChannelSource, MultiplexingStream } = nerdbank;

/** What the channel of a terminal may hold that this client has not said it has read. */
export const ChannelWindowBytes = 256 * 1024;

/**
 * Makes a reader and a writer of messages from the streams of a process. What comes on a terminal's channel is handed
 * over as the `terminal/output` that frames would have brought, and `terminal/ack` gives the channel room again, so
 * that whoever uses them does not see the difference. Messages about a position come when that was reached.
 */
export class MultiplexedStreams {
  reader;
  writer;
  /** Methods that came on the control channel itself. */
  controlMethods = new Set();
  /** Why it came to an end, when not by the process. */
  fault;
  /** The multiplexed stream, for tests of its own. */
  stream;

  #control;
  #channels = new Map();
  #receive;
  #giveRoom;
  #acceptsChannels;

  /** `acceptsChannels:false` makes this a client that leaves every channel where it is. */
  constructor(child, { acceptsChannels = true } = {}) {
    this.#acceptsChannels = acceptsChannels;
    const both = Duplex.from({ readable: child.stdout, writable: child.stdin });
    // The process is gone; that is seen elsewhere.
    both.on("error", () => {});
    this.stream = MultiplexingStream.Create(both, { protocolMajorVersion: 3 });
    this.stream.completion.catch(error => { this.fault = error; });
    this.#giveRoom = this.stream.localContentExamined.bind(this.stream);
    // It gives up the whole stream over a frame that comes behind the end of its channel.
    for (const name of ["onContent", "onContentProcessed", "onContentWritingCompleted"]) {
      const handle = this.stream[name].bind(this.stream);
      this.stream[name] = (id, payload) => { if (this.stream.getOpenChannel(id)) handle(id, payload); };
    }
    // The library would say that everything was read as soon as it came.
    this.stream.localContentExamined = (channel, bytes) => {
      if (channel.qualifiedId.source === ChannelSource.Local) this.#giveRoom(channel, bytes);
    };
    this.#control = quiet(this.stream.createChannel());
    this.reader = new Reader(receive => this.#listen(receive));
    this.writer = new Writer(message => this.#send(message));
  }

  #listen(receive) {
    this.#receive = receive;
    const parser = new MessageParser();
    this.#control.stream.on("data", chunk => {
      for (const message of parser.take(chunk)) this.#take(message);
    });
  }

  #send(message) {
    if (message.method === "terminal/ack") this.#acknowledge(message.params);
    else this.#control.stream.write(frame(message));
  }

  #take(message) {
    const { method, params, result } = message;
    if (method !== undefined) this.controlMethods.add(method);
    const reader = this.#channels.get(params?.sessionId);
    if ((method === "terminal/resized" || method === "terminal/exited") && reader?.holds(message)) return;
    const content = method === "session/resync" ? params.result : result;
    if (content?.terminal?.channel !== undefined) this.#follow(content.session.id, content.terminal);
    if (method === "session/evicted") this.#channels.get(params.sessionId)?.stop();
    this.#receive(message);
  }

  #follow(sessionId, terminal) {
    this.#channels.get(sessionId)?.stop();
    this.#channels.delete(sessionId);
    const channel = this.#accept(terminal.channel);
    if (channel === undefined) return;
    const name = `terminal/${sessionId}/${terminal.epoch}`;
    if (channel.name !== name) throw new Error(`channel ${terminal.channel} is named ${channel.name} instead of ${name}`);
    this.#channels.set(sessionId, new ChannelReader(channel, sessionId, terminal, message => this.#receive(message)));
  }

  #accept(number) {
    if (!this.#acceptsChannels) return undefined;
    try {
      return quiet(this.stream.acceptChannel(number, { channelReceivingWindowSize: ChannelWindowBytes }));
    } catch {
      // It has ended already: the next result, or the eviction, is on its way.
      return undefined;
    }
  }

  #acknowledge({ sessionId, epoch, offset }) {
    const reader = this.#channels.get(sessionId);
    const bytes = reader?.release(epoch, offset) ?? 0;
    if (bytes > 0) this.#giveRoom(reader.channel, bytes);
  }
}

/** The bytes of one channel by position, and what is to be told at positions that are not reached yet. */
class ChannelReader {
  channel;

  #sessionId;
  #epoch;
  #offset;
  #released;
  #held = [];
  #receive;
  #isStopped = false;

  constructor(channel, sessionId, { epoch, offset }, receive) {
    this.channel = channel;
    this.#sessionId = sessionId;
    this.#epoch = epoch;
    this.#offset = this.#released = offset;
    this.#receive = receive;
    channel.stream.on("data", bytes => this.#take(bytes));
    // The library closes its side by itself only when the other side closes both.
    channel.stream.on("end", () => channel.dispose());
  }

  /** Keeps a message that is about a position ahead. */
  holds(message) {
    const { epoch, offset } = message.params;
    if (this.#isStopped || epoch !== this.#epoch || offset === this.#offset) return false;
    if (offset < this.#offset) throw new Error(`${message.method} at ${offset} came behind the bytes up to ${this.#offset}`);
    this.#held.push(message);
    return true;
  }

  /** How many bytes this acknowledgement adds. */
  release(epoch, offset) {
    if (this.#isStopped || epoch !== this.#epoch || offset > this.#offset || offset <= this.#released || this.channel.isDisposed) return 0;
    const bytes = offset - this.#released;
    this.#released = offset;
    return bytes;
  }

  /** What follows belongs to nothing that is shown. */
  stop() {
    this.#isStopped = true;
    this.#held = [];
  }

  #take(bytes) {
    while (bytes.length > 0 && !this.#isStopped) {
      const due = this.#held[0]?.params.offset ?? Infinity;
      const piece = bytes.subarray(0, Math.min(bytes.length, due - this.#offset));
      const params = { sessionId: this.#sessionId, epoch: this.#epoch, offset: this.#offset, data: piece.toString("base64") };
      this.#offset += piece.length;
      bytes = bytes.subarray(piece.length);
      this.#receive({ jsonrpc: "2.0", method: "terminal/output", params });
      while (this.#held[0]?.params.offset === this.#offset) this.#receive(this.#held.shift());
    }
  }
}

class Reader extends AbstractMessageReader {
  #start;

  constructor(start) {
    super();
    this.#start = start;
  }

  listen(receive) {
    this.#start(receive);
    return { dispose() {} };
  }
}

class Writer extends AbstractMessageWriter {
  #send;

  constructor(send) {
    super();
    this.#send = send;
  }

  async write(message) {
    this.#send(message);
  }

  end() {}
}

/** The end of a channel is seen by what does not come any more. */
function quiet(channel) {
  channel.acceptance.catch(() => {});
  channel.completion.catch(() => {});
  channel.stream.on("error", () => {});
  return channel;
}
