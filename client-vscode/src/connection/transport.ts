import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import type { Event } from '../common/emitter.js';

/** A two-way pipe to one server process; the process ends with it, sessions do not. */
export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;

  /** Fires once, with the reason, when nothing comes or goes any more. */
  readonly onEnd: Event<string>;

  /** Closes the pipe and makes sure that the other side is gone within `graceMs`. */
  end(graceMs: number): Promise<void>;
}

/** Opens a transport; throws when that cannot even be tried. */
export type OpenTransport = () => Transport;
