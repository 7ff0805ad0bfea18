/** One window of the editor, in the words of its user. */
import { rowText, runsInPage } from './rows.mjs';

const slowMs = 60_000;
const usualMs = 20_000;
const answerMs = 4_000;
const mostTries = 5;

export class Window {
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(usualMs);
  }

  async open(address) {
    await this.page.goto(address, { waitUntil: 'commit' });
    await this.#isReady();
  }

  async reload() {
    await this.page.reload({ waitUntil: 'commit' });
    await this.#isReady();
  }

  #isReady = () => this.#agentsTab().waitFor({ timeout: slowMs });

  #agentsTab = () => this.page.locator('.activitybar .action-item a.action-label[aria-label^="Agents"]');

  /**
   * Opens the Agents view from the activity bar. While the layout of a window is still being restored, a click can close
   * what was about to appear; then the next one opens it.
   */
  async showAgents() {
    const title = this.page.locator('.sidebar .composite.title', { hasText: /agents/i });
    const appears = (timeout) => title.waitFor({ timeout }).then(() => true, () => false);
    for (let click = 0; click < 5 && !(await appears(2000)); click++) await this.#agentsTab().click();
    await title.waitFor();
  }

  /** The rows of the Agents view. */
  rows = () => this.page.locator('.sidebar .monaco-list-row');

  row = (text) => this.rows().filter({ hasText: text });

  /** Clicks a row until its terminal has the tab that is shown, as a person would on a machine that is slow to react. */
  async openRow(text, title) {
    const tab = this.page.locator('.editor-group-container .tab.active', { hasText: title });
    for (let tries = 1; ; tries++) {
      await this.row(text).click();
      try {
        return await tab.waitFor({ timeout: answerMs });
      } catch (error) {
        if (tries === mostTries) throw error;
      }
    }
  }

  /** Runs a command by its title, through the command palette. */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.#quickInput().fill(`>${title}`);
    await this.pick(title);
  }

  choice = (label) => this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();

  pick = (label) => this.choice(label).click();

  /** Answers the box that asks for a text with this sentence. */
  async answer(question, text) {
    await this.page.locator('.quick-input-widget', { hasText: question }).waitFor();
    await this.#quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  #quickInput = () => this.page.locator('.quick-input-widget input.input');

  /** Chooses from the menu of a row. By key: a menu that has just opened takes a click for the one that opened it. */
  async chooseFromMenu(row, label) {
    await row.click({ button: 'right' });
    await this.page.locator('.context-view .monaco-menu .action-item').filter({ hasText: label }).first().hover();
    await this.page.keyboard.press('Enter');
  }

  /** The terminal that is shown in the editor area; those behind it are in the page too. */
  terminal = () => this.page.locator('.editor-group-container .xterm:visible').first();

  async typeLine(text) {
    await this.terminal().locator('.xterm-helper-textarea').focus();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** As a person does: agents take an Enter that comes in one burst with the text for a part of a paste. */
  async typePrompt(text) {
    await this.terminal().locator('.xterm-helper-textarea').focus();
    await this.page.keyboard.type(text, { delay: 20 });
    await this.terminalShows(text);
    await this.page.keyboard.press('Enter', { delay: 150 });
  }

  /** Resolves when a line of the terminal in the editor area is exactly this text. */
  async terminalLine(text, options) {
    await this.page.waitForFunction((wanted) => {
      const lines = [...document.querySelectorAll('.editor-group-container .xterm-rows > div')];
      return lines.some((line) => line.textContent.replaceAll('\u00a0', ' ').trim() === wanted);
    }, text, options);
  }

  /** Types a command until its answer is a line: one that is typed while no server is there is lost, and said to be. */
  async answered(command, text) {
    for (let tries = 1; ; tries++) {
      await this.typeLine(command);
      try {
        return await this.terminalLine(text, { timeout: answerMs });
      } catch (error) {
        if (tries === mostTries) throw error;
      }
    }
  }

  /** Resolves when the terminal in the editor area shows this somewhere. */
  terminalShows = (text) => this.page.locator('.editor-group-container .xterm-rows:visible', { hasText: text }).first().waitFor();

  /** The rows of the terminal that is shown, as `rows.mjs` has them. */
  terminalRows = async () => (await this.terminal().locator('.xterm-rows > div').evaluateAll(runsInPage)).map(rowText);

  /** What the extension itself says, in its view or in a notification. */
  message = (text) => this.page.locator('.sidebar .pane-body, .notification-toast').filter({ hasText: text }).first();

  /** The little line at the bottom that says that this folder is not trusted. */
  restrictedMode = () => this.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });

  async trustWorkspace() {
    await this.restrictedMode().click();
    await this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).first().click();
    await this.restrictedMode().waitFor({ state: 'detached' });
  }
}
