import type { Channel, MultiplexingStream } from 'nerdbank-streams';

/** The part of the library that tells the sender what was consumed; its types do not show it. */
interface Examining {
  localContentExamined(channel: Channel, bytes: number): void;
}

/**
 * The room in the channels of terminals. The library tells the sender that everything was consumed as soon as it has
 * come, whoever reads it and whether or not; here that is told when it is true. The control channel stays as it is.
 */
export class ChannelRoom {
  private readonly _tell: (channel: Channel, bytes: number) => void;

  constructor(stream: MultiplexingStream, control: Channel) {
    const inner = stream as unknown as Examining;
    this._tell = inner.localContentExamined.bind(inner);
    inner.localContentExamined = (channel, bytes) => {
      if (channel === control) this._tell(channel, bytes);
    };
  }

  /** So many bytes of a terminal's channel were consumed. */
  give(channel: Channel, bytes: number): void {
    if (bytes > 0 && !channel.isDisposed) this._tell(channel, bytes);
  }
}
