import type { Wire } from '../../src/connection/link.js';
import type { ClientNotificationMap, Requests } from '../../src/protocol/methods.js';

/** A request that the test answers when it likes. */
export interface Asked {
  readonly method: string;
  readonly params: Record<string, unknown>;
  answer(result: unknown): void;
  refuse(code: number, message: string): void;
}

/** A wire whose other end is the test. */
export class FakeWire implements Wire {
  readonly asked: Asked[] = [];
  readonly told: { readonly method: string; readonly params: unknown }[] = [];

  request<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        method,
        params: params as Record<string, unknown>,
        answer: (result) => resolve(result as Requests[M]['result']),
        refuse: (code, message) => reject(Object.assign(new Error(message), { code })),
      });
    });
  }

  notify<M extends keyof ClientNotificationMap>(method: M, params: ClientNotificationMap[M]): void {
    this.told.push({ method, params });
  }

  /** The requests of a method, in order. */
  of(method: string): Asked[] {
    return this.asked.filter((asked) => asked.method === method);
  }

  /** The newest request of a method. */
  last(method: string): Asked {
    const asked = this.of(method).at(-1);
    if (asked === undefined) throw new Error(`${method} was not asked`);
    return asked;
  }
}
