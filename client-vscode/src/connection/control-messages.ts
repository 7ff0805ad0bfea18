import type { Channel } from 'nerdbank-streams';
import {
  AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Disposable, type Message,
} from 'vscode-jsonrpc/node';
import { MessageParser } from './message-parser.js';

/** Reads the messages of the control channel, each as soon as its last byte has come. */
export class ControlReader extends AbstractMessageReader {
  constructor(private readonly control: Channel, private readonly hand: (message: Message, receive: DataCallback) => void) {
    super();
  }

  listen(receive: DataCallback): Disposable {
    const parser = new MessageParser();
    this.control.stream.on('data', (piece: Buffer) => {
      try {
        for (const message of parser.take(piece)) this.hand(message, receive);
      } catch (error) {
        this.fireError(error);
      }
    });
    return { dispose: () => undefined };
  }

  /** The stream under the channel is of no more use. */
  broken(error: unknown): void {
    this.fireError(error);
  }
}

/** Writes to the control channel the messages that `keeps` does not keep. */
export class ControlWriter extends AbstractMessageWriter {
  constructor(private readonly control: Channel, private readonly keeps: (message: Message) => boolean) {
    super();
  }

  async write(message: Message): Promise<void> {
    if (this.keeps(message)) return;
    const body = Buffer.from(JSON.stringify(message), 'utf8');
    const frame = Buffer.concat([Buffer.from(`Content-Length: ${body.byteLength}\r\n\r\n`, 'ascii'), body]);
    await new Promise<void>((resolve, reject) => {
      this.control.stream.write(frame, (error?: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  end(): void {
    // The stream ends as a whole.
  }
}
