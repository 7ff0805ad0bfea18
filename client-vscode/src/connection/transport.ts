import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import type { Event } from '../common/emitter.js';
import type { TerminalOutputParams } from '../protocol/contract.js';
import type { ServerNotificationMap } from '../protocol/methods.js';

/** Output as it came: base64 in a frame, bytes on a channel. */
export type OutputFrame = Omit<TerminalOutputParams, 'data'> & { readonly data: string | Buffer };

/** The notifications of a connection, whatever way they came. */
export type Notifications = Omit<ServerNotificationMap, 'terminal/output'> & { readonly 'terminal/output': OutputFrame };

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
