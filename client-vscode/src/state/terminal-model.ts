import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import type { Problem } from '../common/problem.js';
import { plainLine } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import type { OutputFrame } from '../connection/transport.js';
import type {
  RevealResult, SessionSummary, TerminalContent as Content, TerminalExitedParams,
} from '../protocol/contract.js';
import { AckPacer } from './ack-pacer.js';
import { InputQueue } from './input-queue.js';
import { RevealLoop, type RevealOwner, type RevealQuestion } from './reveal-loop.js';
import { isEnded } from './session-life.js';
import { SizeLead } from './size-lead.js';
import { lengthOf, TerminalContent } from './terminal-content.js';
import { TerminalEnd, type Summaries } from './terminal-end.js';
import { TerminalReports } from './terminal-reports.js';
import { hasRoom, noteLine, sameSize, type TerminalScreen, type TerminalSize } from './terminal-screen.js';

/** What editors' terminals draw in a second, by a careful guess; hidden ones draw nothing but must not fill the pipe. */
const bytesPerSecond = { visible: 8 * 1024 * 1024, hidden: 256 * 1024 };

/** What a model needs from outside. */
export interface TerminalModelOptions {
  readonly screen: TerminalScreen;
  readonly clock: Clock;
  readonly random: () => number;
  readonly sessions: Summaries;
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
  private readonly _end: TerminalEnd;
  private readonly _reports = new TerminalReports();
  private _hostId: string | undefined;
  private _isVisible = false;
  private _isActive = false;
  private _lossTold = false;
  private _madeRoom = false;

  constructor(readonly sessionId: string, private readonly options: TerminalModelOptions) {
    const { screen, clock, random } = options;
    this._content = new TerminalContent(screen);
    this._end = new TerminalEnd(sessionId, screen, options.sessions);
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
    const takesLead = isActive && !this._isActive && !this._size.isLeading && !this._end.hasCome;
    // The reveal of what was hidden takes the lead itself.
    const wasAsked = this._isVisible;
    this._isActive = isActive;
    this._isVisible = true;
    this._loop.want(true);
    if (takesLead && wasAsked) this._loop.due();
  }

  hide(): void {
    this._isVisible = this._isActive = false;
    this._size.hold();
    this._loop.want(false);
  }

  /** The terminal on the screen has got this size. */
  resize(size: TerminalSize): void {
    const before = this._size.fitting;
    this._size.fit(size);
    // Lines that flowed anew while nobody looked stand elsewhere than the session's.
    if (!this._isVisible && !sameSize(before, this._size.fitting)) this._content.markStale();
    if (this._loop.isFollowing && !this._end.hasCome) this._size.send();
  }

  type(text: string): void {
    const kind = this._reports.kindOf(text);
    if (kind !== 'input') {
      if (kind === 'report' && !this._end.hasCome) this._input.report(text);
      return;
    }
    if (this._end.hasCome) {
      this.inputLost(this._end.refusal);
      return;
    }
    // Acting takes the lead of the size, looking does not.
    if (!this._size.isLeading) {
      this._isActive = true;
      this._loop.due();
    }
    this._input.type(text);
  }

  onOutput(frame: OutputFrame): void {
    const bytes = lengthOf(frame);
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
    this._end.exited(params.epoch);
    if (!this._isVisible || this._loop.isBusy) return;
    if (this._content.isAt(params)) this._end.tell(this._content.shown);
    else this.refresh();
  }

  /** The session has a newer summary. */
  onSession(session: SessionSummary): void {
    if (this._isVisible && !this._loop.isBusy && this._content.since !== undefined) this._end.tell(this._content.shown);
    // Of what was evicted after its end, the server sends nothing by itself when it is resumed.
    if (this._end.hasCome && !isEnded(session)) this._loop.revive();
  }

  /** `isOver` when no more content will come until the user comes back, or the session is resumed. */
  onEvicted(isOver: boolean): void {
    this._content.markStale();
    this._loop.evicted(isOver);
  }

  onResync(result: RevealResult): void {
    if (!this._isVisible) this._content.markStale();
    if (!this._isVisible || this._loop.isBusy) return;
    const isRestarted = this._end.hasCome && !this._end.isIn(result);
    this.install(result, true);
    if (result.terminal === undefined) return;
    // While this client leads, whether this size came before ours or another client set it later is known to the server
    // alone. While nobody does, a program that was started anew gets the size of the terminal that the user is in.
    const asks = this._size.isLeading ? !sameSize(result.terminal, this._size.fitting) : isRestarted && this._isActive;
    if (asks) this._loop.due();
    else this._size.settle(result.terminal);
  }

  /** Another client has set the size. Without output that follows, the size of the next answer is what counts. */
  onResized(size: TerminalSize): void {
    if (this._isVisible && !this._loop.isBusy) this._size.follow(size);
    else this._size.lose();
  }

  question(): RevealQuestion {
    const since = this._content.since;
    // Only who leads sets the size; with the lead it comes into force after what the answer holds.
    const size = this._isActive && !this._end.hasCome ? this._size.fitting : undefined;
    return { active: this._isActive, ...size, ...(since !== undefined && { since }) };
  }

  revealed(result: RevealResult, question: RevealQuestion): void {
    const { terminal } = result;
    // What has ended keeps the size it ended with.
    const leads = question.active === true && !this._end.isIn(result);
    if (leads && question.cols !== undefined && !this._madeRoom && !this.hasRoom(terminal)) {
      // The editor shows no terminal that is larger than its place. The answer to the next question has the size that
      // this question set.
      this._madeRoom = true;
      this.refresh();
      return;
    }
    this._madeRoom = false;
    this.install(result, false);
    if (leads) this._size.lead(sizeOf(question));
    else if (terminal !== undefined) this._size.follow(terminal);
    if (this._isVisible && !this._end.hasCome) this._size.send();
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

  /** Shows a reveal result; one that came unasked is mandatory, because the server goes on from it. */
  private install(result: RevealResult, isMandatory: boolean): void {
    const { terminal } = result;
    const isReplaced = terminal !== undefined && this._content.install(terminal, isMandatory);
    if (terminal !== undefined) this._acks.installed(terminal);
    // The line that told it is gone with the rest.
    if (isReplaced) this._lossTold = false;
    this._end.shown(result, isReplaced);
    this._end.tell(this._content.shown);
  }

  private hasRoom(terminal: Content | undefined): boolean {
    return terminal === undefined || terminal.kind === 'none' || hasRoom(this._size.fitting, terminal);
  }

  private inputLost(reason: string): void {
    if (this._lossTold) return;
    this._lossTold = true;
    this.options.screen.write(noteLine(plainLine(reason)));
    // What follows must not be drawn over a line that the session's program knows nothing of.
    if (!this._end.hasCome) this._content.markStale();
  }
}

/** The size that a question asked for. */
function sizeOf({ cols, rows }: RevealQuestion): TerminalSize | undefined {
  return cols === undefined || rows === undefined ? undefined : { cols, rows };
}
