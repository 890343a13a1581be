import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { shareBundle } from '../../support/bundle.js';
import { openChat } from '../../support/directLine.js';
import { type BotProcess, freePort, startProcess } from '../../support/process.js';

const BOX = '[data-id="webchat-sendbox-input"]';
const QUESTION = '上市挂牌的科技企业累计多少家?';

describe('a bot that is killed in the middle of a chat and started again', () => {
  let browser: Browser;
  let page: Page;
  let bot: BotProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    env = { PORT: String(await freePort()), DATA_DIR: await shareBundle() };
    bot = await startProcess(env);
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(bot.origin);
    await page.waitForSelector(BOX);
  });
  afterAll(async () => {
    await browser.close();
    await bot.kill('SIGKILL');
  });

  const bubbles = () => page.locator('.webchat__bubble').allInnerTexts();
  const ask = async (question: string) => {
    await page.fill(BOX, question);
    await page.keyboard.press('Enter');
  };
  const shows = (words: string, times: number) =>
    page.waitForFunction(
      ([wanted, count]) =>
        [...document.querySelectorAll<HTMLElement>('.webchat__bubble')].filter(({ innerText }) =>
          innerText.includes(wanted as string),
        ).length === count,
      [words, times] as const,
      { timeout: 25_000 },
    );

  it('is reached again by the page itself, which says so meanwhile; nothing is lost or doubled', async () => {
    await ask(QUESTION);
    await shows('累计达963 家和598 家', 1);
    await bot.kill('SIGKILL');
    await page.waitForFunction(() => document.getElementById('status')?.textContent?.includes('重新连接'));
    bot = await startProcess(env);
    await page.waitForFunction(() => document.getElementById('status')?.textContent === '', undefined, {
      timeout: 25_000,
    });
    await ask('那天使投资呢?');
    await shows('接上文', 1);
    const texts = await bubbles();
    expect(texts.filter((text) => text.includes('您好,这里是答复通'))).toHaveLength(1);
    expect(texts.filter((text) => text.trim() === QUESTION)).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith('【已开展】支持227'))).toHaveLength(1);
    expect(texts.filter((text) => text.trim() === '那天使投资呢?')).toHaveLength(1);
  }, 60_000);

  it('shows the whole talk again after the page is loaded anew', async () => {
    const before = await bubbles();
    await page.reload();
    await shows('接上文', 1);
    await expect(bubbles()).resolves.toEqual(before);
  }, 60_000);

  it('answers what it was asked just before it was killed', async () => {
    const chat = await openChat(bot.origin);
    const { body } = await chat.send({ type: 'message', text: '怎么联系?' });
    await bot.kill('SIGKILL');
    bot = await startProcess(env);
    await fetch(`${bot.origin}/v3/directline/conversations/${chat.id}`, {
      headers: { authorization: `Bearer ${chat.token}` },
    });
    await sleep(1000);
    const replies = (await chat.log()).filter(({ replyToId }) => replyToId === body['id']);
    expect(replies).toHaveLength(1);
  }, 60_000);
});
