import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser the tests drive: the one named, else the one of the system. */
const BROWSER = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file))!;

const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser of the tests' own; whoever opens it closes it. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGS });
