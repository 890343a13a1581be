import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../../bot/http/access.js';
import { openStorage } from '../../../bot/storage/storage.js';
import { createDeliveries } from '../../../bot/teams/deliveries.js';
import type { Answer } from '../../../dialogs/answer/answer.js';
import { quote } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { activityOf } from '../../../dialogs/turn/activity.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { shareBundle } from '../../support/bundle.js';
import { openChat } from '../../support/directLine.js';
import { seed } from '../../support/letters.js';
import { seedCorpus } from '../../support/library.js';
import { type FakeTeams, fakeTeams, TEAMS } from '../../support/teams.js';

describe('/api/messages without an app id', () => {
  it('is not there: an empty id would let everybody in', async () => {
    const bot = await startBot({ data: await shareBundle() });
    const teams = await fakeTeams();
    try {
      expect((await teams.post(bot.origin)).status).toBe(404);
    } finally {
      teams.close();
      await bot.close();
    }
  });
});

describe('/api/messages', () => {
  const STAFF = '19:staff@thread.tacv2';
  let bot: RunningBot;
  let teams: FakeTeams;
  beforeAll(async () => {
    // The SDK reports a refused token on the console; that is the operators' to read.
    jest.spyOn(console, 'error').mockImplementation();
    teams = await fakeTeams();
    bot = await startBot(
      {
        data: await shareBundle(),
        publicOrigin: 'https://bot.example.gov.cn',
        teams: { ...TEAMS, staffConversation: STAFF },
      },
      { cloud: teams.cloud },
    );
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await bot.close();
    teams.close();
  });
  const rows = () => {
    const { ledger, close } = openStorage({ folder: bot.data });
    const found = ledger.rows();
    close();
    return found;
  };

  describe('the door', () => {
    const unsigned = (head: object, claims: object) =>
      [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    it.each([
      ['no token', {}, () => '', 401],
      ['garbage', {}, () => 'x', 401],
      ['a key Teams does not have', {}, () => teams.forged(), 401],
      ['alg none', {}, () => `${unsigned({ alg: 'none' }, { aud: TEAMS.appId })}.`, 401],
      ['an expired token', {}, () => teams.token({ exp: 1_700_000_000 }), 401],
      ['a token for another bot', {}, () => teams.token({ aud: 'another' }), 401],
      ['a token of another issuer', {}, () => teams.token({ iss: 'https://elsewhere.test' }), 401],
      ['a reply address the token does not name', { serviceUrl: 'http://127.0.0.1:9/' }, () => teams.token(), 401],
      ['no activity', { type: undefined }, () => teams.token(), 400],
      ['a text that is no string', { text: {} }, () => teams.token(), 400],
    ])('refuses %s, sends nothing, and tells nothing of the inside', async (_, activity, token, status) => {
      const before = teams.sent.length;
      const response = await teams.post(bot.origin, { text: '你好', ...activity }, token());
      expect(response.status).toBe(status);
      expect(await response.text()).not.toMatch(/stack|node_modules|jwt|signing/i);
      expect(teams.sent).toHaveLength(before);
    });

    it.each([
      ['gzip that is none', 'gzip', 'not gzip', 415],
      ['300 KB', 'identity', `{"text":"${'x'.repeat(300_000)}"}`, 413],
      ['nesting', 'identity', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 400],
    ])('turns away %s before anything reads it, and lives on', async (_, encoding, body, status) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      const response = await fetch(`${bot.origin}/api/messages`, { method: 'POST', headers, body });
      expect(response.status).toBe(status);
      expect((await fetch(`${bot.origin}/healthz`)).status).toBe(200);
    });

    it('does not answer another organisation, whose token may be good', async () => {
      const before = teams.sent.length;
      await teams.post(bot.origin, { text: '你好', channelData: { tenant: { id: 'other' } } });
      expect(teams.sent).toHaveLength(before);
    });
  });

  it('answers with the citation whole on the wire, and a link into the letter', async () => {
    const { activity } = await teams.ask(bot.origin, '上市挂牌的科技企业累计多少家?');
    expect(activity.text).toContain('**累计达963 家**和**598 家**');
    expect(activity.text).toMatch(/\[1\]/);
    expect(activity.text).not.toContain('cite:');
    expect(activity.text).toMatch(/摘自答复原文,自动检索$/);
    expect(activity.channelData).toEqual({ feedbackLoop: { type: 'default' } });
    expect(activity.entities).toEqual([
      {
        type: 'https://schema.org/Message',
        '@type': 'Message',
        '@context': 'https://schema.org',
        '@id': '',
        citation: [
          {
            '@type': 'Claim',
            position: 1,
            appearance: {
              '@type': 'DigitalDocument',
              name: expect.stringMatching(/^一、科技创新工作总体情况 › .{1,70}$/),
              abstract: expect.stringContaining('累计达963 家'),
              url: expect.stringMatching(/^https:\/\/bot\.example\.gov\.cn\/replies\/tjkj-2019-liuzhi\?m=\d+-\d+#m$/),
            },
          },
        ],
      },
    ]);
  });

  it('is spoken to by its name where several talk', async () => {
    const { activity } = await teams.ask(bot.origin, '<at>答复通</at> 怎么联系?', {
      conversation: { id: '19:group', conversationType: 'groupChat', tenantId: TEAMS.tenantId },
      entities: [{ type: 'mention', text: '<at>答复通</at>', mentioned: { id: '28:bot', name: '答复通' } }],
    });
    expect(activity.text).toContain('022\\-58832816'.replace('\\', ''));
    expect(rows().find(({ channel, question }) => channel === 'msteams' && question === '怎么联系?')).toBeDefined();
  });

  it('greets a group it is added to, and nobody in a personal chat, where the app shows its prompts', async () => {
    const joined = (conversationType: string) =>
      teams.post(bot.origin, {
        type: 'conversationUpdate',
        membersAdded: [{ id: '28:bot' }],
        conversation: { id: `c-${conversationType}`, conversationType, tenantId: TEAMS.tenantId },
      });
    const before = teams.sent.length;
    await joined('personal');
    expect(teams.sent).toHaveLength(before);
    await joined('channel');
    expect(teams.sent.at(-1)!.activity.text).toContain('您好,这里是答复通');
    expect(teams.sent.at(-1)!.activity.suggestedActions).toBeUndefined();
  });

  it('keeps a thumb with the answer it is for, and what was written beside it without personal data', async () => {
    await teams.ask(bot.origin, '天使投资投了多少项目?');
    const response = await teams.post(bot.origin, {
      type: 'invoke',
      name: 'message/submitAction',
      replyToId: `m${teams.sent.length}`,
      value: {
        actionName: 'feedback',
        actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"打我电话13812345678"}' },
      },
    });
    expect(response.status).toBe(200);
    expect(rows().find(({ verdict }) => verdict)).toMatchObject({
      question: '天使投资投了多少项目?',
      verdict: 'dislike',
      note: '打我电话〔手机号已隐去〕',
    });
  });

  it('finds measures for its message extension: a preview with path and stage, a card that opens the letter', async () => {
    const search = async (value: string) => {
      const response = await teams.post(bot.origin, {
        type: 'invoke',
        name: 'composeExtension/query',
        value: { commandId: 'search', parameters: [{ name: 'words', value }] },
      });
      return (await response.json()) as {
        composeExtension: {
          type: string;
          attachments?: { content: { body: object[]; actions: object[] }; preview: { content: object } }[];
        };
      };
    };
    const { composeExtension } = await search('知识产权质押');
    const [first] = composeExtension.attachments!;
    expect(composeExtension.type).toBe('result');
    expect(first!.preview.content).toMatchObject({ title: expect.stringMatching(/^【(已开展|下一步)】.* › /) });
    expect(JSON.stringify(first!.content.body)).toContain('知识产权');
    expect(first!.content.actions).toEqual([
      {
        type: 'Action.OpenUrl',
        title: '在答复全文中查看',
        url: expect.stringMatching(/^https:\/\/bot\.example\.gov\.cn\/replies\//),
      },
    ]);
    expect((await search('啊啊啊')).composeExtension.type).toBe('message');
    expect((await search('')).composeExtension.type).toBe('message');
  });

  describe('handing over to people', () => {
    const staff = { conversation: { id: STAFF, conversationType: 'channel', tenantId: TEAMS.tenantId } };

    it('says plainly that nobody is there before the staff conversation is known', async () => {
      expect((await teams.ask(bot.origin, '转人工')).activity.text).toContain('目前没有接通人工');
    });

    it('tells staff the number of their conversation', async () => {
      const thread = { conversation: { ...staff.conversation, id: `${STAFF};messageid=1700000000000` } };
      expect((await teams.ask(bot.origin, '会话编号', thread)).activity.text).toBe(`本会话的编号:${STAFF}`);
    });

    it('posts the question with what was found, tells the asker, and carries the answer back to the web page', async () => {
      const chat = await openChat(bot.origin);
      await chat.ask('天使投资引导基金投了多少项目?我的邮箱a@b.cn');
      const told = (await chat.ask('转人工')).text!;
      const ticket = /编号 ([A-Z0-9]{6})/.exec(told)![1]!;
      const request = teams.sent.at(-1)!;
      expect(request.url).toContain(encodeURIComponent(STAFF));
      expect(request.activity.text).toContain('所问:天使投资引导基金投了多少项目?我的邮箱');
      expect(request.activity.text).not.toContain('a@b.cn');
      expect(request.activity.text).toContain('天使投资引导基金直投项目73 项');
      // Whoever is staff may give a number of their own.
      await teams.ask(bot.origin, `回复 ${ticket} 请拨打 13800000000。`, staff);
      expect(teams.sent.at(-1)!.activity.text).toBe(`已转达(编号 ${ticket})。`);
      expect((await chat.log()).at(-1)!.text).toBe('工作人员回复:请拨打 13800000000。');
    });

    it('passes on the question that was not answered, not one before it', async () => {
      const chat = await openChat(bot.origin);
      await chat.ask('天使投资引导基金投了多少项目?');
      await chat.ask('我的低保什么时候批下来');
      await chat.ask('转人工');
      expect(teams.sent.at(-1)!.activity.text).toContain('所问:我的低保什么时候批下来');
      expect(teams.sent.at(-1)!.activity.text).not.toContain('天使投资');
    });

    it('keeps nobody’s name', async () => {
      await teams.ask(bot.origin, '转人工', { from: { id: '29:user', name: '张三', aadObjectId: 'aad-1' } });
      const kept = ['dafutong.db', 'dafutong.db-wal'].map((name) => join(bot.data, name)).filter(existsSync);
      expect(kept.map((file) => readFileSync(file, 'utf8')).join()).toContain('转人工');
      expect(kept.map((file) => readFileSync(file, 'latin1')).join()).not.toMatch(/aad-1/);
      expect(kept.map((file) => readFileSync(file, 'utf8')).join()).not.toMatch(/张三/);
    });

    it('has one open request for a conversation, and another when that one has been answered', async () => {
      const chat = await openChat(bot.origin);
      const first = (await chat.ask('转人工')).text!;
      const ticket = /编号 ([A-Z0-9]{6})/.exec(first)![1]!;
      const before = teams.sent.length;
      for (let i = 0; i < 5; i++) expect((await chat.ask('转人工')).text).toContain(`编号 ${ticket})已转交`);
      expect(teams.sent).toHaveLength(before);
      await teams.ask(bot.origin, `回复 ${ticket} 您好`, staff);
      const second = (await chat.ask('转人工')).text!;
      expect(/编号 ([A-Z0-9]{6})/.exec(second)![1]).not.toBe(ticket);
    });

    it('is limited for each address: a flood of conversations reaches staff ten times an hour', async () => {
      const told: string[] = [];
      for (let i = 0; i < 12; i++) told.push((await (await openChat(bot.origin)).ask('转人工')).text!);
      expect(told.at(-1)).toContain('次数太多');
      const asked = teams.sent.filter(({ activity }) => activity.text?.includes('有人请求人工协助'));
      // Those of the tests above are among them; whoever asks in Teams is counted by who they are.
      expect(asked.length).toBeLessThanOrEqual(LIMITS.handOffs + 2);
    });

    it('lets nobody but staff answer', async () => {
      expect((await teams.ask(bot.origin, '回复 ABCDEF 您好')).activity.text).toBe('此命令只在工作人员的会话里有效。');
      expect((await teams.ask(bot.origin, '回复 ABCDEF 您好', staff)).activity.text).toContain(
        '没有编号为 ABCDEF 的请求',
      );
    });
  });
});

describe('the limits of Teams', () => {
  const reply = seed();
  const sections = reply.outline.flatMap(({ children }) => children.flatMap((one) => one.children)).slice(0, 25);
  const answer: Answer = {
    outcome: 'answered',
    blocks: [
      {
        lead: { kind: 'count', count: 25, leftOut: 0, rule: 'items' },
        quotes: sections.map((section) => quote(reply, section, ['很长的标题'.repeat(30)], section.role)),
      },
    ],
  };
  const activity = activityOf(answer, new Map([[reply.id, reply]]), { channel: 'msteams', id: 'a' });
  const { citation } = activity.entities![0] as unknown as {
    citation: { position: number; appearance: { name: string; abstract: string } }[];
  };

  it('are kept by an answer with 25 quotes: 20 citations, names of 80, abstracts of 160 characters', () => {
    expect(sections).toHaveLength(25);
    expect(citation.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (const { appearance } of citation) {
      expect(appearance.name.length).toBeLessThanOrEqual(80);
      expect(appearance.abstract.length).toBeLessThanOrEqual(160);
    }
  });

  it('leave no marker without its citation: the places of the others stand in words', () => {
    expect(activity.text).toContain('[20]');
    expect(activity.text).not.toContain('[21]');
    expect(activity.text!.match(/\(很长的标题/g)).toHaveLength(5);
  });
});

describe('buttons in Teams', () => {
  it('stand on a card and send their question as if it were typed', () => {
    const answer: Answer = { outcome: 'not_found', nearest: [], offers: ['科技金融'] };
    const { attachments, suggestedActions } = activityOf(answer, new Map(), { channel: 'msteams' });
    expect(suggestedActions).toBeUndefined();
    expect(attachments).toEqual([expect.objectContaining({ contentType: 'application/vnd.microsoft.card.adaptive' })]);
    expect(attachments![0]!.content.actions).toEqual([
      { type: 'Action.Submit', title: '科技金融', data: { msteams: { type: 'imBack', value: '科技金融' } } },
    ]);
  });
});

describe('an activity that Teams delivers twice', () => {
  it('is taken once in its conversation; one without an id always', () => {
    const { isFirst } = createDeliveries();
    expect([isFirst('a', '1'), isFirst('a', '1'), isFirst('b', '1')]).toEqual([true, false, true]);
    expect([isFirst('a', undefined), isFirst('a', undefined)]).toEqual([true, true]);
  });
});

describe('a channel that is neither', () => {
  it('gets plain words, the places of the quotes below', () => {
    const { answer } = converse('怎么联系?', START, seedCorpus());
    const activity = activityOf(answer, seedCorpus().index.replies, { channel: 'sms' });
    expect(activity).toEqual({
      type: 'message',
      textFormat: 'plain',
      text: expect.stringMatching(/022-58832816 \[1\].*\n\n\[1\] 联系单位及电话$/s),
    });
  });
});
