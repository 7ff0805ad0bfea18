import { onTestFinished } from 'vitest';
import type { Command } from '../../src/commands/command.js';
import { ForkSession } from '../../src/commands/fork-session.js';
import { InterruptSession } from '../../src/commands/interrupt-session.js';
import { ResumeSession } from '../../src/commands/resume-session.js';
import { SessionStarter } from '../../src/commands/session-starter.js';
import { ShowQueue } from '../../src/commands/show-queue.js';
import { SuspendSession } from '../../src/commands/suspend-session.js';
import type { SessionSummary } from '../../src/protocol/contract.js';
import { HealthMonitor } from '../../src/state/health-monitor.js';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { Notices } from '../../src/views/notices.js';
import { SessionPicker } from '../../src/views/session-picker.js';
import { SessionView } from '../../src/views/session-view.js';
import { TerminalTabs } from '../../src/views/terminal-tabs.js';
import { connectionTo } from './connection.js';
import { FakeClock, until } from './fake-clock.js';
import { FakeServer } from './fake-server.js';
import { quietLog, revealed } from './samples.js';

/** The commands of a window whose list has these sessions; they go with the test. */
export async function openCommands(sessions: readonly SessionSummary[]) {
  const server = new FakeServer();
  server.answers.set('session/list', () => ({ items: sessions, total: sessions.length, revision: 1 }));
  server.answers.set('session/reveal', () => revealed('snapshot', 'x', 1));
  server.answers.set('session/interrupt', () => ({}));
  server.answers.set('session/suspend', () => ({}));
  server.answers.set('session/unqueue', () => ({}));
  const clock = new FakeClock();
  const connection = connectionTo(server, clock);
  const store = new SessionStore(connection, clock, () => 0);
  const health = new HealthMonitor(connection, store, clock);
  const terminals = new Terminals(connection, store, clock, () => 0);
  const view = new SessionView(store, health);
  const tabs = new TerminalTabs(store, terminals, clock);
  onTestFinished(() => {
    for (const each of [tabs, view, terminals, health, store, connection]) each.dispose();
  });
  connection.start();
  await until(() => store.read.kind === 'ready');
  const picker = new SessionPicker(store, view, tabs);
  const notices = new Notices(quietLog);
  const starter = new SessionStarter(connection, store, picker, tabs, notices);
  const asked = (method: string): unknown[] => server.peer.requests.filter((each) => each.method === method).map(({ params }) => params);
  return {
    server, store, tabs, asked,
    interrupt: new InterruptSession(connection, picker, notices) satisfies Command,
    suspend: new SuspendSession(connection, picker, notices) satisfies Command,
    resume: new ResumeSession(starter) satisfies Command,
    fork: new ForkSession(starter) satisfies Command,
    showQueue: new ShowQueue(connection, picker, notices) satisfies Command,
  };
}
