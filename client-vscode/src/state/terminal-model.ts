import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import type { Problem } from '../common/problem.js';
import { plainLine, plainLines } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import type {
  RevealResult, SessionExit, SessionSummary, TerminalExitedParams, TerminalOutputParams,
} from '../protocol/contract.js';
import { AckPacer } from './ack-pacer.js';
import { endText } from './exit-text.js';
import { InputQueue } from './input-queue.js';
import { RevealLoop, type RevealOwner, type RevealQuestion } from './reveal-loop.js';
import { SizeLead } from './size-lead.js';
import { TerminalContent } from './terminal-content.js';
import { endLine, noteLine, sameSize, type TerminalScreen, type TerminalSize } from './terminal-screen.js';

/** What editors' terminals draw in a second, by a careful guess; hidden ones draw nothing but must not fill the pipe. */
const bytesPerSecond = { visible: 8 * 1024 * 1024, hidden: 256 * 1024 };

/** What a model needs from outside. */
export interface TerminalModelOptions {
  readonly screen: TerminalScreen;
  readonly clock: Clock;
  readonly random: () => number;
  /** Takes the summary that came with a reveal. */
  readonly onSummary: (summary: SessionSummary) => void;
}

/**
 * One terminal that shows one session: what the server sends of the session goes to the screen, what the user does
 * goes to the server. Hidden, it shows nothing and costs nothing; shown again, it goes on from where it was, or takes
 * a snapshot when it may not.
 */
export class TerminalModel implements RevealOwner, Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _content: TerminalContent;
  private readonly _loop: RevealLoop;
  private readonly _input: InputQueue;
  private readonly _acks: AckPacer;
  private readonly _size: SizeLead;
  private _hostId: string | undefined;
  private _isVisible = false;
  private _isActive = false;
  private _hasEnded = false;
  private _exit: TerminalExitedParams | undefined;
  private _endTold: string | undefined;
  private _lossTold = false;
  private _askedForSize = false;

  constructor(readonly sessionId: string, private readonly options: TerminalModelOptions) {
    const { screen, clock, random } = options;
    this._content = new TerminalContent(screen);
    this._size = this._owned.add(new SizeLead(sessionId, screen, clock));
    this._input = this._owned.add(new InputQueue(sessionId, (reason) => this.inputLost(reason), clock, random));
    this._acks = this._owned.add(new AckPacer(sessionId, clock));
    this._loop = this._owned.add(new RevealLoop(sessionId, this, clock, random));
  }

  /** True while an answer about what is seen of the session is under way. */
  get isSettling(): boolean {
    return this._loop.isBusy;
  }

  /** Follows the connection. A new host makes what is shown stale. */
  attach(wire: Wire | undefined, hostId?: string): void {
    if (wire !== undefined) {
      if (this._hostId !== hostId) this._content.markStale();
      this._hostId = hostId;
      this._lossTold = false;
    }
    this._acks.attach(wire);
    this._input.attach(wire);
    this._size.attach(wire);
    this._loop.attach(wire);
  }

  /** The terminal can be seen; `isActive` when it has the user's focus. */
  show(isActive: boolean): void {
    const takesLead = isActive && !this._isActive && !this._size.isLeading;
    this._isActive = isActive;
    this._isVisible = true;
    this._loop.want(true);
    if (takesLead) this._loop.due();
  }

  hide(): void {
    this._isVisible = this._isActive = false;
    this._size.hold();
    this._loop.want(false);
  }

  /** The terminal on the screen has got this size. */
  resize(size: TerminalSize): void {
    this._size.fit(size);
    if (this._loop.isFollowing && !this._hasEnded) this._size.send();
  }

  type(text: string): void {
    if (this._hasEnded) {
      this.inputLost('the session has ended; nothing was typed');
      return;
    }
    // Acting takes the lead of the size, looking does not.
    if (!this._size.isLeading) {
      this._isActive = true;
      this._loop.due();
    }
    this._input.type(text);
  }

  onOutput(frame: TerminalOutputParams): void {
    const bytes = Buffer.byteLength(frame.data, 'base64');
    const end = { epoch: frame.epoch, offset: frame.offset + bytes };
    if (!this._isVisible) {
      this._acks.consumed(end, bytes, bytesPerSecond.hidden);
      return;
    }
    // The answer that is under way holds these bytes.
    if (this._loop.isBusy) return;
    if (this._content.append(frame)) this._acks.consumed(end, bytes, bytesPerSecond.visible);
    else this._loop.due();
  }

  onExited(params: TerminalExitedParams): void {
    this._exit = params;
    this._hasEnded = true;
    if (!this._isVisible || this._loop.isBusy) return;
    if (this._content.isAt(params)) this.tellEnd(undefined, []);
    else this.refresh();
  }

  /** `isOver` when no more content will come until the user comes back. */
  onEvicted(isOver: boolean): void {
    this._content.markStale();
    this._loop.evicted(isOver);
  }

  onResync(result: RevealResult): void {
    if (!this._isVisible) this._content.markStale();
    else if (!this._loop.isBusy) this.install(result, undefined);
  }

  onResized(size: TerminalSize): void {
    this._size.follow(size);
  }

  question(): RevealQuestion {
    const since = this._content.since;
    return { active: this._isActive, ...this._size.fitting, ...(since !== undefined && { since }) };
  }

  revealed(result: RevealResult, question: RevealQuestion): void {
    const { terminal } = result;
    const size = this._size.fitting;
    if (question.active === true) this._size.lead(question.cols === undefined ? undefined : size);
    else if (terminal !== undefined) this._size.follow(terminal);

    // A snapshot made for another size than the screen's lands in the wrong rows. The lead makes the size ours after
    // the snapshot was taken, so that one more is of the right size; if it is not, the size is out of our hands.
    const isForeign = terminal?.kind === 'snapshot' && question.active === true && !sameSize(terminal, size);
    if (isForeign && size !== undefined && !this._askedForSize) {
      this._askedForSize = true;
      this.refresh();
      return;
    }
    this._askedForSize = false;
    this.install(result, question);
    if (this._isVisible && !this._hasEnded) this._size.send();
  }

  refused(problem: Problem): void {
    this.options.screen.write(noteLine(`cannot be shown: ${plainLine(problem.message)}`));
  }

  /** Another model takes over the session: nothing more is told to the server. */
  abandon(): void {
    this._loop.attach(undefined);
    this.dispose();
  }

  /** Lets go of the session, also when an answer is still under way. */
  dispose(): void {
    this.hide();
    this._owned.dispose();
  }

  private refresh(): void {
    this._content.markStale();
    this._loop.due();
  }

  /** Shows a reveal result; without a question it came unasked and the server goes on from it. */
  private install(result: RevealResult, question: RevealQuestion | undefined): void {
    const { session, terminal } = result;
    if (terminal !== undefined) {
      const isReplaced = this._content.install(terminal, question?.since, question === undefined);
      if (isReplaced) this._endTold = undefined;
      this._acks.installed(terminal);
    }
    this.options.onSummary(session);
    this._hasEnded = session.phase === 'ended' || (this._exit !== undefined && this._exit.epoch === terminal?.epoch);
    if (!this._hasEnded) return;
    // What never came up has printed nothing; the reason is all there is to see.
    const hasPrinted = terminal !== undefined && terminal.offset > 0;
    this.tellEnd(session.exit, hasPrinted ? [] : plainLines(session.activityDetail ?? ''));
  }

  private tellEnd(exit: SessionExit | undefined, details: readonly string[]): void {
    const epoch = this._content.epoch ?? '';
    if (this._endTold === epoch) return;
    this._endTold = epoch;
    const { exitCode, signal } = this._exit ?? {};
    const ended = exit ?? {
      reason: 'exited' as const,
      ...(exitCode !== undefined && { code: exitCode }),
      ...(signal !== undefined && { signal }),
    };
    this.options.screen.write(endLine(endText(ended), details));
  }

  private inputLost(reason: string): void {
    if (this._lossTold) return;
    this._lossTold = true;
    this.options.screen.write(noteLine(plainLine(reason)));
    // What follows must not be drawn over a line that the session's program knows nothing of.
    if (!this._hasEnded) this._content.markStale();
  }
}
