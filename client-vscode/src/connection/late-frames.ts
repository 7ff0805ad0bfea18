import type { Channel, MultiplexingStream } from 'nerdbank-streams';

/** The parts of the library that take frames about a channel; its types do not show them. */
type FrameHandlers = Record<(typeof names)[number], (channelId: unknown, payload?: Buffer) => void> & {
  getOpenChannel(channelId: unknown): Channel | undefined;
};

const names = ['onContent', 'onContentProcessed', 'onContentWritingCompleted'] as const;

/**
 * Ignores frames about channels that have ended. One can be on its way behind the end of its channel, and the library
 * gives up the whole stream over it.
 */
export function ignoreLateFrames(stream: MultiplexingStream): void {
  const inner = stream as unknown as FrameHandlers;
  for (const name of names) {
    const handle = inner[name].bind(inner);
    inner[name] = (channelId, payload) => {
      if (inner.getOpenChannel(channelId) !== undefined) handle(channelId, payload);
    };
  }
}
