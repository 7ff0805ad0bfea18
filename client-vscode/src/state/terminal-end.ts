import { plainLines } from '../common/text.js';
import type { RevealResult, TerminalExitedParams } from '../protocol/contract.js';
import { endText } from './exit-text.js';
import { endLine, type TerminalScreen } from './terminal-screen.js';

/** The end of one terminal's session: whether it is known, and the line that tells it, once in what is shown. */
export class TerminalEnd {
  private _exit: TerminalExitedParams | undefined;
  private _toldEpoch: string | undefined;

  constructor(private readonly screen: TerminalScreen) {}

  /** The process has ended; its output may still be missing here. */
  exited(params: TerminalExitedParams): void {
    this._exit = params;
  }

  /** True when nothing will follow what this result holds. */
  isIn({ session, terminal }: RevealResult): boolean {
    return session.phase === 'ended' || (this._exit !== undefined && this._exit.epoch === terminal?.epoch);
  }

  /** What is shown was replaced, and the line with it. */
  forget(): void {
    this._toldEpoch = undefined;
  }

  /** Tells the end below the last output of a run, in the words of the result or else of the notification. */
  tell(epoch: string, result?: RevealResult): void {
    if (this._toldEpoch === epoch) return;
    this._toldEpoch = epoch;
    const { exitCode, signal } = this._exit ?? {};
    const ended = result?.session.exit ?? {
      reason: 'exited' as const,
      ...(exitCode !== undefined && { code: exitCode }),
      ...(signal !== undefined && { signal }),
    };
    // What never came up has printed nothing; the reason is all there is to see.
    const hasPrinted = result?.terminal === undefined || result.terminal.offset > 0;
    const details = hasPrinted ? [] : plainLines(result.session.activityDetail ?? '');
    this.screen.write(endLine(endText(ended), details));
  }
}
