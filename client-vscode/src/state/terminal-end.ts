import { plainLines } from '../common/text.js';
import type { ContentPosition, RevealResult, SessionSummary } from '../protocol/contract.js';
import { endText, notTypedText } from './exit-text.js';
import { isEnded } from './session-life.js';
import { endLine, type TerminalScreen } from './terminal-screen.js';

/** The newest summaries of sessions. */
export interface Summaries {
  get(sessionId: string): SessionSummary | undefined;
  /** Takes the summary that came with an answer. */
  put(summary: SessionSummary): void;
}

/** The end of the run that one terminal shows: whether it has come, and the line that tells it, once in what is shown. */
export class TerminalEnd {
  private _hasCome = false;
  private _endedEpoch: string | undefined;
  private _toldEpoch: string | undefined;

  constructor(
    private readonly sessionId: string, private readonly screen: TerminalScreen, private readonly sessions: Summaries) {}

  /** True when nothing will follow what is shown, unless the session is resumed. */
  get hasCome(): boolean {
    return this._hasCome;
  }

  /** Why nothing can be typed any more. */
  get refusal(): string {
    return notTypedText(this.sessions.get(this.sessionId));
  }

  /** The process of this run has ended; its output may still be missing here. */
  exited(epoch: string): void {
    this._endedEpoch = epoch;
    this._hasCome = true;
  }

  /** True when nothing will follow what this result holds. */
  isIn({ session, terminal }: RevealResult): boolean {
    return isEnded(session) || (this._endedEpoch !== undefined && this._endedEpoch === terminal?.epoch);
  }

  /** This result is shown; `isReplaced` when nothing of what was shown before it is left, also not the line. */
  shown(result: RevealResult, isReplaced: boolean): void {
    if (isReplaced) this._toldEpoch = undefined;
    this._hasCome = this.isIn(result);
    this.sessions.put(result.session);
  }

  /**
   * Tells the end that has come below the last output of a run, once the session says how: whether a program that is
   * gone was stopped, suspended or ended by itself is not known before.
   */
  tell(shown: ContentPosition | undefined): void {
    const session = this.sessions.get(this.sessionId);
    const epoch = shown?.epoch ?? '';
    if (!this._hasCome || session === undefined || !isEnded(session) || this._toldEpoch === epoch) return;
    this._toldEpoch = epoch;
    // What never came up has printed nothing; the reason is all there is to see.
    const details = shown?.offset === 0 ? plainLines(session.activityDetail ?? '') : [];
    this.screen.write(endLine(endText(session), details));
  }
}
