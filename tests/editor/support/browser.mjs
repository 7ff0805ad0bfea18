/** Chromium without a screen, kept from the network and from anything a test does not need. */
import { chromium as playwright } from 'playwright-core';
import { chromium } from '../../../eng/machine/chromium.mjs';

const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const startBrowser = async () => playwright.launch({ executablePath: await chromium(), args });
