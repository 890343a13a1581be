import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { violationsOf } from '../../support/axe.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { openBrowser } from '../../support/browser.js';
import { shareBundle } from '../../support/bundle.js';

const BOX = '[data-id="webchat-sendbox-input"]';

/** An agency's own page, of another origin, with one line for the chat. */
async function agencyPage(origin: () => string): Promise<{ origin: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="zh-Hans"><head><title>某局</title></head><body><main><h1>某局</h1></main><script src="${origin()}/embed.js"></script></body></html>`,
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('the chat on an agency’s own page', () => {
  let bot: RunningBot;
  let browser: Browser;
  let allowed: Awaited<ReturnType<typeof agencyPage>>;
  let stranger: Awaited<ReturnType<typeof agencyPage>>;
  beforeAll(async () => {
    allowed = await agencyPage(() => bot.origin);
    stranger = await agencyPage(() => bot.origin);
    bot = await startBot({ data: await shareBundle(), embedOrigins: [allowed.origin] });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await bot.close();
    for (const { server } of [allowed, stranger]) server.close();
  });

  it('opens at a press, answers, and closes with Escape; axe finds nothing', async () => {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(allowed.origin);
    const button = page.getByRole('button', { name: '答复通' });
    await button.click();
    const frame = page.frameLocator('#dafutong-chat');
    await frame.locator(BOX).fill('上市挂牌的科技企业累计多少家?');
    await frame.locator(BOX).press('Enter');
    await frame.locator('.webchat__bubble', { hasText: '累计达963 家和598 家' }).waitFor();
    const inner = page.frames().find((one) => one.url().endsWith('/embed'))!;
    for (const one of [page.mainFrame(), inner]) expect(await violationsOf(one)).toEqual([]);
    await button.focus();
    await page.keyboard.press('Escape');
    await expect(page.locator('#dafutong-chat').isVisible()).resolves.toBe(false);
    await page.close();
  });

  it('is not shown in a frame of a page that is not allowed', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void complaints.push(message.text()));
    await page.goto(stranger.origin);
    await page.getByRole('button', { name: '答复通' }).click();
    for (const end = Date.now() + 5000; complaints.length === 0 && Date.now() < end; ) await page.waitForTimeout(50);
    expect(complaints.join()).toContain('frame-ancestors');
    await page.close();
  });
});
