/** One editor with the packaged extension in it, and the windows that look at it. */
import { rmSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stop } from '../../../eng/console/children.mjs';
import { installExtension, pageAddress, serveEditor, writeSettings } from '../../../eng/editor/browser.mjs';
import { environment } from '../../../eng/machine/environment.mjs';
import { artifacts, vsix } from '../../../eng/paths.mjs';
import { startBrowser } from './browser.mjs';
import { createFolders, removeFolders } from './folders.mjs';
import { endHost, killAll } from './host.mjs';
import { waitForLine } from './logs.mjs';
import { Window } from './window.mjs';

const size = { width: 1400, height: 900 };
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // The renderer that writes its rows into the page, where a test can read them.
  'terminal.integrated.gpuAcceleration': 'off',
  // Colours as programs ask for them, not as they can be read best.
  'terminal.integrated.minimumContrastRatio': 1,
  'editor.accessibilitySupport': 'off',
  'chat.disableAIFeatures': true,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
};

export class Editor {
  #name;
  #screenshots = 0;
  #closers = [];
  #browser;
  #address;
  #windows = [];

  constructor(name) {
    this.#name = name;
  }

  /**
   * @param {object} options
   * @param {'everything'|'nothing yet'} options.trust whether the editor asks before it trusts a folder
   * @param {(folders: object) => Promise<{path?: string[]}>} [options.prepare] what else its environment is to hold
   */
  async open({ trust, prepare = () => ({}) }) {
    this.folders = await createFolders();
    this.#closers.push(() => removeFolders(this.folders));
    // A run that is interrupted has no time to ask.
    process.once('exit', () => {
      killAll(this.folders.state);
      rmSync(this.folders.root, { recursive: true, force: true });
    });
    this.env = environment({ HOME: this.folders.home, ORCHESTRATOR_HOME: this.folders.state, SHELL: '/bin/bash', LANG: 'C.UTF-8', ...await prepare(this.folders) });
    // Agents take this variable for a sign that nobody looks, and then show no interface.
    delete this.env.CI;
    await rm(this.#pictures(), { recursive: true, force: true });
    await mkdir(this.#pictures(), { recursive: true });
    await writeSettings(this.folders, {
      ...settings,
      'security.workspace.trust.enabled': trust !== 'everything',
      'security.workspace.trust.startupPrompt': 'never',
    });
    await installExtension(this.folders, vsix, this.env);
    const { child, address } = await serveEditor(this.folders, { port: 0, env: this.env });
    this.#address = address;
    this.#closers.push(() => stop(child));
    this.#browser = await startBrowser();
    this.#closers.push(() => this.#browser.close());
  }

  /** A window of its own browser profile: it shares nothing with the others but the editor behind them. */
  async window() {
    const context = await this.#browser.newContext({ viewport: size });
    const window = new Window(await context.newPage());
    this.#windows.push(window);
    await window.open(pageAddress(this.#address, this.folders.workspace));
    return window;
  }

  /** Resolves when the editor has begun to run the extension; until then that nothing happens proves nothing. */
  activation = () => waitForLine(join(this.folders.data, 'logs'), 'remoteexthost.log', '_doActivateExtension orchestrator.orchestrator-agents');

  async screenshot(window, name) {
    this.#screenshots++;
    await window.page.screenshot({ path: join(this.#pictures(), `${String(this.#screenshots).padStart(2, '0')}-${name}.png`) });
  }

  /** What each window shows and what each process wrote, for whoever reads a failed run. */
  async keepEvidence() {
    for (const window of this.#windows) await this.screenshot(window, 'at-failure');
    for (const name of ['data/logs', 'state/logs']) {
      await cp(join(this.folders.root, name), join(this.#pictures(), name), { recursive: true }).catch((error) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
  }

  /**
   * Ends the browser, the editor, the host and its sessions, in the order that lets each go quietly.
   * @returns what outlived the host's shutdown and had to be killed
   */
  async close() {
    const [remove, ...closers] = this.#closers.splice(0);
    this.#windows = [];
    for (const close of closers.reverse()) await close();
    const left = this.folders ? await endHost(this.folders.state, this.env) : [];
    await remove?.();
    return left;
  }

  #pictures = () => join(artifacts, 'editor', this.#name);
}
