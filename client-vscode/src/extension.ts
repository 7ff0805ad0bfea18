import * as vscode from 'vscode';
import { AnswerRequest } from './commands/answer-request.js';
import { ArchiveSession } from './commands/archive-session.js';
import { registerCommands } from './commands/command.js';
import { DeleteSession } from './commands/delete-session.js';
import { ForkSession } from './commands/fork-session.js';
import { InterruptSession } from './commands/interrupt-session.js';
import { MarkRead } from './commands/mark-read.js';
import { NewSession } from './commands/new-session.js';
import { NextAttention } from './commands/next-attention.js';
import { NextUnread } from './commands/next-unread.js';
import { OpenSelectedSession, OpenSession } from './commands/open-session.js';
import { RenameSession } from './commands/rename-session.js';
import { RestartServer } from './commands/restart-server.js';
import { ResumeSession } from './commands/resume-session.js';
import { SessionStarter } from './commands/session-starter.js';
import { ShowArchived } from './commands/show-archived.js';
import { ShowLog } from './commands/show-log.js';
import { ShowQueue } from './commands/show-queue.js';
import { StopSession } from './commands/stop-session.js';
import { SuspendSession } from './commands/suspend-session.js';
import { UnarchiveSession } from './commands/unarchive-session.js';
import { systemClock } from './common/clock.js';
import { DisposableStore } from './common/disposables.js';
import { initializeParams } from './connection/initialize-params.js';
import { ServerConnection } from './connection/server-connection.js';
import { ServerStarter } from './connection/server-process.js';
import { HealthMonitor } from './state/health-monitor.js';
import { RequestStore } from './state/request-store.js';
import { SessionStore } from './state/session-store.js';
import { Terminals } from './state/terminals.js';
import { UserFocus } from './state/user-focus.js';
import { editorFacts } from './views/editor-facts.js';
import { LiveLimit } from './views/live-limit.js';
import { Notices } from './views/notices.js';
import { RememberedTabs } from './views/remembered-tabs.js';
import { RequestDialog } from './views/request-dialog.js';
import { RequestNotices } from './views/request-notices.js';
import { ServerLog } from './views/server-log.js';
import { SessionPicker } from './views/session-picker.js';
import { SessionView } from './views/session-view.js';
import { Settings } from './views/settings.js';
import { StatusBar } from './views/status-bar.js';
import { TerminalTabs } from './views/terminal-tabs.js';

/** Puts the extension together. The connection is the only thing that starts a process, and only where trust is given. */
class Extension {
  private readonly _owned = new DisposableStore();
  private _connection: ServerConnection | undefined;

  activate(context: vscode.ExtensionContext): void {
    const owned = this._owned;
    const { random } = Math;
    const version = String((context.extension.packageJSON as { version?: unknown }).version);
    const settings = new Settings(context.extensionPath);
    const channel = owned.add(vscode.window.createOutputChannel('Orchestrator Agents', { log: true }));
    const notices = new Notices(channel);
    const starter = new ServerStarter(() => settings.launch, channel);

    const connection = owned.add(new ServerConnection({
      openTransport: () => {
        if (!vscode.workspace.isTrusted) throw new Error('The workspace is not trusted');
        return starter.start();
      },
      initializeParams: () => initializeParams(editorFacts(version)),
      clock: systemClock,
      random,
      log: channel,
    }));
    this._connection = connection;
    owned.add(new ServerLog(connection, channel, notices));

    const store = owned.add(new SessionStore(connection, systemClock, random));
    const requests = owned.add(new RequestStore(connection, systemClock, random));
    const health = owned.add(new HealthMonitor(connection, store, systemClock));
    const terminals = owned.add(new Terminals(connection, store, systemClock, random));

    const view = owned.add(new SessionView(store, health));
    owned.add(new StatusBar(health, store));
    const tabs = owned.add(new TerminalTabs(store, terminals, systemClock));
    owned.add(new LiveLimit(connection, settings));
    owned.add(new RememberedTabs(context.workspaceState, store, tabs, systemClock));
    const focus = owned.add(new UserFocus(connection));
    owned.add(tabs.onDidChange(() => focus.look(vscode.window.state.focused ? tabs.activeSessionId : undefined)));
    const requestDialog = new RequestDialog(connection, requests, store, tabs, notices);
    owned.add(new RequestNotices(requests, store, focus, tabs, requestDialog));
    const picker = new SessionPicker(store, view, tabs);
    const sessionStarter = new SessionStarter(connection, store, picker, tabs, notices);

    owned.add(registerCommands([
      new NewSession(connection, store, tabs, settings, notices),
      new OpenSession(picker, tabs),
      new OpenSelectedSession(view, tabs),
      new AnswerRequest(requests, store, requestDialog),
      new InterruptSession(connection, picker, notices),
      new SuspendSession(connection, picker, notices),
      new ResumeSession(sessionStarter),
      new ForkSession(sessionStarter),
      new ShowQueue(connection, picker, notices),
      new StopSession(connection, picker, notices),
      new RenameSession(connection, picker, notices),
      new ArchiveSession(connection, picker, notices),
      new UnarchiveSession(connection, picker, notices),
      new DeleteSession(connection, picker, notices),
      new MarkRead(true, connection, picker, notices),
      new MarkRead(false, connection, picker, notices),
      new NextUnread(store, tabs),
      new NextAttention(store, tabs),
      new ShowArchived(true, view),
      new ShowArchived(false, view),
      new RestartServer(connection),
      new ShowLog(channel),
    ], notices));

    owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => connection.start()));
    if (vscode.workspace.isTrusted) connection.start();
  }

  /** Says goodbye to the server within a short deadline; sessions run on. */
  async deactivate(): Promise<void> {
    await this._connection?.stop();
    this._owned.dispose();
  }
}

/** The editor calls two functions of this module; this is what stands behind both. */
const extension = new Extension();

export const activate = (context: vscode.ExtensionContext): void => extension.activate(context);
export const deactivate = (): Promise<void> => extension.deactivate();
