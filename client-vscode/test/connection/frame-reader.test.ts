import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Message } from 'vscode-jsonrpc/node';
import { frameReader } from '../../src/connection/frame-reader.js';

const message = '{"jsonrpc":"2.0","method":"sessions/changed"}';
const frame = `Content-Length: ${message.length}\r\n\r\n${message}`;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('CON-10 a message that never ends leaves no timer behind', async () => {
  const input = new PassThrough();
  const read = vi.fn<(message: Message) => void>();
  frameReader(input).listen(read);

  input.write(frame + frame.slice(0, -5));
  await vi.waitFor(() => expect(read).toHaveBeenCalledOnce());
  input.end();

  expect(vi.getTimerCount()).toBe(0);
});
