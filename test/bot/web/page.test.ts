import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openStorage } from '../../../bot/storage/storage.js';
import { violationsOf } from '../../support/axe.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { openBrowser } from '../../support/browser.js';
import { shareBundle } from '../../support/bundle.js';
import { seed } from '../../support/letters.js';

const BOX = '[data-id="webchat-sendbox-input"]';

/** The texts of all files below a folder but the web chat's own. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('webchat'))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));

function ledgerOf({ data }: RunningBot) {
  const { ledger, close } = openStorage({ folder: data });
  const rows = ledger.rows();
  close();
  return rows;
}

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

  it('copies the last answer as plain words with its sources', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ask('上市挂牌的科技企业累计多少家?');
    await page.click('#copy');
    await page.waitForFunction(() => document.getElementById('status')?.textContent?.includes('已复制'));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/累计达963 家和598 家.* \[1\]/s);
    expect(copied).toMatch(/\n\[1\] 一、科技创新工作总体情况 › .* › 三是科技与金融加速融合$/);
  });

  it('prints the talk with its sources, and nothing of the page’s furniture', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const printed = (await page.innerText('body')).replace(/\s/g, '');
    await page.emulateMedia({ media: 'screen' });
    expect(printed).toContain('上市挂牌的科技企业累计多少家?【已开展】支持227家');
    expect(printed).toContain('[1]一、科技创新工作总体情况›');
    expect(printed).not.toMatch(/键盘|新对话|答复提纲/);
  });

  it('keeps the thumb that was pressed with the answer it is for', async () => {
    const bubble = await ask('怎么联系?');
    await expect(bubble.isVisible()).resolves.toBe(true);
    await page.locator('.webchat__thumb-button').last().click();
    await page.keyboard.press('Space');
    for (const end = Date.now() + 5000; Date.now() < end; await page.waitForTimeout(50))
      if (ledgerOf(bot).some(({ verdict }) => verdict)) break;
    expect(ledgerOf(bot).find(({ verdict }) => verdict)).toMatchObject({ question: '怎么联系?', verdict: 'dislike' });
  });

  it('masks personal data on the screen as in the log, and asks kindly not to send it', async () => {
    const bubble = await ask('我身份证11010519491231002X,电话13812345678,科技金融做了哪些工作?');
    await expect(bubble.innerText()).resolves.toContain('您的消息里有个人信息,已隐去');
    const shown = (await page.locator('.webchat__bubble').allInnerTexts()).join();
    expect(shown).toContain('我身份证〔身份证号已隐去〕,电话〔手机号已隐去〕');
    expect(shown).not.toMatch(/11010519491231002X|13812345678/);
    expect(filesOf(bot.data).join()).not.toMatch(/11010519491231002X|13812345678/);
  });

  it('opens a measure that is pressed in the outline, whole and letter for letter', async () => {
    const { text, outline } = seed();
    const measures = outline.flatMap(({ children }) => children.flatMap((one) => one.children)).slice(10, 18);
    for (const { start, end } of measures) {
      const before = await page.locator('.webchat__bubble').count();
      await page.locator(`aside button[data-start="${start}"]`).click();
      await page.waitForFunction((count) => document.querySelectorAll('.webchat__bubble').length >= count + 2, before);
      const shown = await page.locator('.webchat__bubble').last().innerText();
      expect(shown.replace(/\s*\n\s*/g, ' ')).toContain(
        text
          .slice(start, end)
          .trim()
          .replace(/\s*\n\s*/g, ' '),
      );
    }
  });

  it.each(['light', 'dark'] as const)('axe finds nothing, %s, on a desk and on a phone', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(300);
      expect(await violationsOf(page)).toEqual([]);
      // Nothing is cut off at the side.
      await expect(page.evaluate(() => document.documentElement.scrollWidth)).resolves.toBeLessThanOrEqual(width);
    }
  });

  it('breaks no rule of its own content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
