import type { Browser, Page } from 'playwright-core';
import { readMark, repliesPage, replyPage, replyPath } from '../../../bot/web/replyPage.js';
import { parseReply } from '../../../indexer/parse/parse.js';
import type { Section } from '../../../indexer/parse/reply.js';
import { violationsOf } from '../../support/axe.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { openBrowser } from '../../support/browser.js';
import { shareBundle } from '../../support/bundle.js';
import { letters, madeReply, seed } from '../../support/letters.js';
import { MADE } from '../../support/library.js';

/** What a reader sees of HTML. */
const seen = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_entity, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]!,
    )
    .replace(/[\s|]|-{3,}/g, '');
const mainOf = (html: string): string => /<main[\s\S]*<\/main>/.exec(html)![0];

describe('the page of a reply', () => {
  it.each(letters().map((reply) => [reply.id, reply] as const))('%s stands there letter for letter', (_id, reply) => {
    expect(seen(mainOf(replyPage(reply)))).toBe(reply.text.replace(/[\s|]|-{3,}/g, ''));
  });

  it('marks exactly the words of a citation, over the ends of lines too', () => {
    const reply = seed();
    for (const { start, end } of [
      reply.outline[0]!.children[0]!,
      { start: reply.text.indexOf('累计达963'), end: reply.text.indexOf('累计达963') + 8 },
    ]) {
      const html = mainOf(replyPage(reply, { start, end }));
      const marked = [...html.matchAll(/<mark[^>]*>([\s\S]*?)<\/mark>/g)].map(([, words]) => words).join('');
      expect(seen(marked)).toBe(reply.text.slice(start, end).replace(/\s/g, ''));
      expect(html.match(/id="m"/g)).toHaveLength(1);
    }
  });

  it('gives every section and measure an anchor, and its outline leads there', () => {
    const reply = seed();
    const html = replyPage(reply);
    const all = (sections: readonly Section[]): Section[] =>
      sections.flatMap((section) => [section, ...all(section.children)]);
    expect(all(reply.outline)).toHaveLength(64);
    for (const { start } of all(reply.outline)) {
      expect(html).toContain(`href="#s${start}"`);
      expect(html.match(new RegExp(`id="s${start}"`, 'g'))).toHaveLength(1);
    }
  });

  it('shows markup in a letter as words', () => {
    const reply = parseReply(
      'r',
      '王某代表：\n您的《关于<script>alert(1)</script>的建议》收悉。\n"><img src=x onerror=alert(1)>\n',
    );
    for (const html of [replyPage(reply), repliesPage([reply])]) {
      expect(html).not.toMatch(/<script|<img/);
      expect(html).toContain('&lt;script&gt;');
    }
  });

  it('marks nothing where the place named is no place of the letter', () => {
    const reply = seed();
    for (const query of [undefined, '', '5-3', '0-99999999', `0-${reply.text.length + 1}`, '-1-5', '1e1-1e2', 'a'])
      expect(readMark(query, reply)).toBeUndefined();
    expect(readMark('3-5', reply)).toEqual({ start: 3, end: 5 });
  });

  it('lists all letters, the newest first', () => {
    const html = repliesPage(letters());
    const dates = [...html.matchAll(/(\d{4}-\d\d-\d\d)<\/p>/g)].map(([, date]) => date!);
    expect(dates.length).toBeGreaterThan(5);
    expect(dates).toEqual([...dates].sort().reverse());
  });
});

describe('the page of a reply in a real browser', () => {
  let bot: RunningBot;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    bot = await startBot({ data: await shareBundle(), corpus: MADE });
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'zh-CN' });
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  });
  afterAll(async () => {
    await browser.close();
    await bot.close();
  });

  const reply = madeReply('09-sme-finance');
  const words = '入驻金融机构37 家';
  const start = reply.text.indexOf(words);
  const place = replyPath(reply.id, { start, end: start + words.length });

  it.each([
    ['desktop', 1280, 800],
    ['phone', 390, 844],
  ])('opens at the quoted words on a %s, and nothing runs over the side', async (_name, width, height) => {
    await page.setViewportSize({ width, height });
    await page.goto('about:blank');
    await page.goto(bot.origin + place);
    const mark = page.locator('mark');
    await expect(mark.innerText()).resolves.toBe(words);
    const box = (await mark.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    await expect(page.evaluate(() => document.documentElement.scrollWidth)).resolves.toBeLessThanOrEqual(width);
  });

  it.each(['/replies', place, '/replies/05-elder-care', '/replies/none'])(
    '%s has nothing axe objects to',
    async (path) => {
      await page.goto(bot.origin + path);
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it('is served under a policy that allows no script, and breaks no rule of it', async () => {
    const response = await page.goto(`${bot.origin}/replies/${reply.id}`);
    expect(response!.headers()['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  it('says plainly that there is no such reply', async () => {
    const response = await page.goto(`${bot.origin}/replies/..%2f..%2fetc`);
    expect(response!.status()).toBe(404);
    await expect(page.locator('h1').innerText()).resolves.toBe('没有这件答复');
  });

  it('a citation of the chat leads to its words', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(bot.origin);
    await page.waitForSelector('[data-id="webchat-sendbox-input"]');
    await page.fill('[data-id="webchat-sendbox-input"]', '云川融易通入驻了多少家金融机构?');
    await page.keyboard.press('Enter');
    await page.locator('button[value="cite:1"]').first().click();
    const href = await page.locator('dialog[open] a[href*="/replies/"]').getAttribute('href');
    await page.goto(href!);
    await expect(page.locator('mark').first().innerText()).resolves.toContain(words);
  });
});
