import type { Browser, Page } from 'playwright-core';
import { type RunningBot, startBot } from '../support/bot.js';
import { openBrowser } from '../support/browser.js';
import { shareBundle } from '../support/bundle.js';
import { seed } from '../support/letters.js';

const BOX = '[data-id="webchat-sendbox-input"]';

describe('the page in a real browser', () => {
  let bot: RunningBot;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    bot = await startBot({ data: await shareBundle() });
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'zh-CN' });
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(error.message));
    await page.goto(bot.origin);
    await page.waitForSelector(BOX);
  });
  afterAll(async () => {
    await browser.close();
    await bot.close();
  });

  const ask = async (question: string) => {
    const before = await page.locator('.webchat__bubble').count();
    await page.fill(BOX, question);
    await page.keyboard.press('Enter');
    await page.waitForFunction((count) => document.querySelectorAll('.webchat__bubble').length >= count + 2, before, {
      timeout: 10_000,
    });
    return page.locator('.webchat__bubble').last();
  };

  it('says what it answers and where the words come from', async () => {
    await expect(page.title()).resolves.toBe('答复通');
    await expect(page.locator('body > header').innerText()).resolves.toMatch(/摘自答复原文/);
    await expect(page.getAttribute('html', 'lang')).resolves.toBe('zh-Hans');
  });

  it('offers three questions to start with', async () => {
    await page.waitForSelector('.webchat__suggested-action');
    await expect(page.locator('.webchat__suggested-action').count()).resolves.toBe(3);
  });

  it('answers, and a citation opens the quoted words with their path', async () => {
    const bubble = await ask('上市挂牌的科技企业累计多少家?');
    await expect(bubble.innerText()).resolves.toContain('累计达963 家和598 家');
    await bubble.locator('button[value="cite:1"]').click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    const words = await dialog.innerText();
    expect(words).toContain('一、科技创新工作总体情况 › (三)扎实推动体制机制改革向纵深推进 › 三是科技与金融加速融合');
    expect(words).toContain('81 家上市挂牌,累计达963 家和598 家。');
    expect(seed().text).toContain('81 家上市挂牌,累计达963 家和598 家。');
    await page.keyboard.press('Escape');
  });

  it('shows quotes letter for letter, straight quotation marks and dashes too', async () => {
    const bubble = await ask('健康保障工程 科技创新2030');
    await expect(bubble.innerText()).resolves.toContain(
      '科技创新2030—重大项目“健康保障工程”和国家“重大新药创制”科技重大专项支持',
    );
  });

  it('shows a question with markup in it as it was typed, and runs none of it', async () => {
    await ask('<img src=x onerror="document.title=1"> **科创板** [a](javascript:alert(1))');
    await expect(page.title()).resolves.toBe('答复通');
    await expect(page.locator('.webchat__bubble img[src="x"]').count()).resolves.toBe(0);
  });

  it('breaks no rule of its own content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
