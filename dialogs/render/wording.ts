import type { Role } from '../../indexer/parse/reply.js';
import type { Lead, StageVerdict } from '../answer/answer.js';
import type { RouteName } from '../answer/route.js';
import type { ConfidenceFeatures } from '../decide/confidence.js';
import type { Missing } from '../decide/decide.js';
import type { StructuralFeatures } from '../retrieve/hit.js';
import type { AnswerType } from '../understand/answerType.js';
import type { Kind, Stage } from '../understand/intent.js';
import type { LetterheadField } from '../understand/letterheadAsk.js';
import type { Topic } from '../understand/smalltalk.js';

/** Every sentence the bot speaks (文案) stands in this file. */
export const wording = {
  name: '答复通',
  scope: '人大代表建议、政协提案办理答复的查询。回答均摘自答复原文,句句可查出处。',
  welcome: (titles: readonly string[]) =>
    `您好,这里是答复通,查询${titles.length === 1 ? `《${titles[0]}》的答复` : `${titles.length} 件办理答复`}。请用日常的话提问,回答摘自答复原文,点编号可看出处。`,
  starters: {
    done: (heading: string) => `${heading},做了哪些工作?`,
    planned: (heading: string) => `${heading},下一步怎么安排?`,
    contact: '答复由哪个单位办理,怎么联系?',
    replies: '有哪些答复?',
    ofYear: (year: string) => `${year}年有哪些答复?`,
    proposals: '列出所有提案的答复',
    suggestions: '列出所有建议的答复',
  },
  /** Beneath an answer where a channel marks the answers of bots: nothing here is generated. */
  label: '摘自答复原文,自动检索',
  /** Done and planned are told apart; any other role has no tag. */
  tag: (role: Role): string => (role === 'done' || role === 'planned' ? `【${wording.role[role]}】` : ''),
  personalDataNotice:
    '您的消息里有个人信息,已隐去,不作保存。查询答复不需要个人信息,请不要发送身份证号、护照号、手机号、电话号码、银行卡号、车牌号或电子邮箱。',
  /** What the app says of itself in Teams. */
  teams: {
    fullName: '答复通:人大建议、政协提案办理答复查询',
    short: '用日常的话查询人大建议、政协提案的办理答复,句句有出处。',
    full: '答复通查询人大代表建议、政协提案的办理答复。回答逐字摘自答复原文,附出处,可打开核对;已开展的与下一步的分开说;答复没有写的,如实告知。它是自动检索程序,不生成内容。',
    commands: [
      ['有哪些答复', '列出可查询的办理答复'],
      ['帮助', '说明能问什么'],
      ['转人工', '把问题转给工作人员'],
    ],
    search: '查举措',
    words: '关键词',
  },
  privacy: {
    title: '使用说明与隐私',
    lines: (days: number) => [
      '答复通是自动检索程序,只摘引办理答复的原文,不生成内容。正式内容以答复原件为准。',
      '为改进服务,保存所提的问题、回答的结果和评价,不保存提问者的姓名;身份证号、护照和通行证号、手机号、电话号码、银行卡号、车牌号、电子邮箱在保存之前即已隐去。',
      `以上记录保存 ${days} 天,期满删除。`,
    ],
  },
  search: { hint: '请输入要查的举措,例如“知识产权质押”。' },
  staff: {
    request: (ticket: string) => `有人请求人工协助(编号 ${ticket})。`,
    question: (question: string) => `所问:${question}`,
    noQuestion: '(尚未提问)',
    found: '已查到:',
    notFound: '答复中没有查到相关内容。',
    how: (ticket: string) => `回复对方,请在此发送:@答复通 回复 ${ticket} 您的话`,
    asked: (ticket: string) => `已转交工作人员(编号 ${ticket}),答复会发到这里。`,
    alreadyAsked: (ticket: string) => `您的请求(编号 ${ticket})已转交工作人员,答复会发到这里,不必再转。`,
    tooMany: '您所在的地址近来转人工的次数太多,请稍后再试,或按答复所载的联系单位及电话咨询。',
    absent: '目前没有接通人工。您可以按答复所载的联系单位及电话咨询,例如问“怎么联系”。',
    from: (words: string) => `工作人员回复:${words}`,
    carried: (ticket: string) => `已转达(编号 ${ticket})。`,
    unknown: (ticket: string) => `没有编号为 ${ticket} 的请求,或已过保存期限。`,
    notHere: '此命令只在工作人员的会话里有效。',
    where: (id: string) => `本会话的编号:${id}`,
  },

  role: { done: '已开展', planned: '下一步', problem: '问题', request: '所提请求', other: '答复提到' } satisfies Record<
    Role,
    string
  >,
  verdict: {
    onlyDone: '答复只提到已开展的,未提到下一步:',
    onlyPlanned: '答复写作下一步的打算,未说已完成:',
    both: '',
    noSuchFigure: '答复原文中没有所问的这个数。相关内容是:',
  } satisfies Record<StageVerdict, string>,
  untold: (slot: string) => `以下所引文字未载明${slot}。`,
  also: '另见',
  field: {
    contact: '联系单位及电话',
    signed: '成文日期',
    published: '发布日期',
    addressees: '称谓',
    leadAgency: '答复单位',
    coAgencies: '会同研究的单位',
    title: '建议(提案)标题',
    number: '建议(提案)编号',
    docNumber: '发文字号',
    class: '办理结果类别',
    signer: '签发人',
    attachment: '附件',
  } satisfies Record<LetterheadField, string>,
  answerType: {
    money: '金额',
    percent: '比例',
    rank: '名次',
    date: '时间',
    duration: '期限',
    count: '数量',
    number: '数字',
    phone: '电话',
    agency: '单位',
    person: '人员',
    place: '地点',
    condition: '条件或标准',
    procedure: '办理方式',
    reason: '原因',
  } satisfies Record<AnswerType, string>,
  missing: { name: '所问的名称', stage: '所问的进展', more: '更多相关内容', detail: '所问的这一点' },

  /** @param tag the stage of all that is counted, where they have one */
  lead(lead: Lead, tag = ''): string {
    switch (lead.kind) {
      case 'stage':
        return `【${wording.role[lead.role]}】`;
      case 'also':
        return `${wording.also}:`;
      case 'letterhead':
        // The contact line bears its own label.
        return lead.field === 'contact' && !lead.of ? '' : `${wording.field[lead.field]}:`;
      case 'count': {
        const unit = { sections: '项', items: '条', parts: '部分', replies: '件' }[lead.rule];
        const left =
          lead.leftOut > 0 ? `,以下列 ${lead.count - lead.leftOut} ${unit},另有 ${lead.leftOut} ${unit}未列` : '';
        return `共 ${lead.count} ${unit}${tag}${left}:`;
      }
    }
  },
  of: (name: string, date: string | undefined) => (date ? `${name}(${date})` : name),
  asOf: (date: string) => `(截至${date})`,
  source: (name: string, date: string | undefined) => `——${name}${date ? `,截至${date}` : ''}`,
  reading: (earlier: string) => `(接上文“${earlier}”理解)`,
  notStated: (slot: string) => `答复未载明${slot}。最接近的内容是:`,
  notStatedAtAll: (slot: string) => `答复未载明${slot}。`,
  notFound: '答复中没有找到与所问相关的内容。',
  contact: '如需进一步了解,可按答复所载联系:',
  offers: (headings: readonly string[]) => `您可以换个说法,或看看:${headings.join('、')}。`,
  clarify: '您想问的是哪一件答复?',
  about: (title: string, question: string) => `《${title}》:${question}`,
  outOfScope: {
    elsewhere: '这个问题不在答复的范围内。这里只查询办理答复的内容,您可以问答复里的举措、数字和安排。',
    opinion: '这里只摘引答复原文,不作评价,也不发表看法。您可以问答复里写了哪些举措、数字和安排。',
    personal: '个人的具体事项答复里没有写,需由主管单位办理。',
  },
  smalltalk: {
    greeting: '您好!请问您想了解答复里的什么内容?比如做了哪些工作、下一步怎么安排、某个数字是多少。',
    thanks: '不客气。还想了解答复里的什么内容,请接着问。',
    bye: '再见,欢迎随时来问。',
    help: '我查询人大代表建议、政协提案的办理答复:可以问举措、数字、进展、下一步安排、联系方式和文件结构,回答都摘自原文并附出处。',
    who: '我是答复通,一个自动检索程序,不是真人。我只摘引办理答复的原文回答,并附出处。',
    empty: '请输入您的问题。',
    noise: '没有看出您想问什么。请把问题说得具体一点,比如“下一步怎么支持企业融资”。',
  } satisfies Record<Topic, string>,
  /** How an answer came about (`--why`). */
  why: {
    read: '【怎样理解】',
    kind: {
      fact: '问一个事实',
      list: '问有哪些',
      explain: '问怎么回事',
      status: '问进展',
      compare: '问对比',
      yesno: '问是不是',
    } satisfies Record<Kind, string>,
    stage: { done: '已开展的', planned: '下一步的', both: '已开展的和下一步的' } satisfies Record<Stage, string>,
    asks: (types: readonly string[]) => `要的是:${types.join('、')}`,
    leansOn: (earlier: string) => `接上文“${earlier}”`,
    terms: '关键词(权重;又作):',
    letters: (names: readonly string[], all: number) =>
      names.length === all ? `【哪件答复】全部 ${all} 件` : `【哪件答复】${names.join('、')}`,
    hits: '【最前的几处】',
    decision: (about: string, told: string, missing: string) =>
      `【判断】讲到所问的把握 ${about},讲出所求的把握 ${told};若没有讲出,缺的是${missing}。`,
    speaksFor: '有利:',
    speaksAgainst: '不利:',
    route: (name: string) => `【怎样作答】${name}`,
    skipped: '在它之前看过而没有采用的:',
    smalltalk: '寒暄,没有查答复。',
    routes: {
      elsewhere: ['范围之外', '问的不是答复以外的事'],
      replyList: ['列出答复', '没有问有哪些答复'],
      letterhead: ['函件要素', '没有问函件本身的要素,或函件没有印'],
      more: ['接着说', '没有要求继续'],
      shownItem: ['打开列出的一条', '没有按序号要某一条'],
      section: ['按序号找章节', '没有按序号问章节'],
      sectionsNaming: ['讲到它的各处', '没有问哪几处讲到'],
      list: ['列出全部', '没有要求列全,或没有合适的一组'],
      letterheadSilent: ['函件没有印', '没有问函件要素,或正文讲到了'],
      notForReplies: ['个人事项或评价', '不像个人事项或评价,或答复讲到了'],
      notFound: ['没有找到', '有讲到所问的内容'],
      notStated: ['未载明', '有把握讲出了所求'],
      passages: ['摘引原文', ''],
    } satisfies Record<RouteName, readonly [name: string, whyNot: string]>,
    ranking: {
      learnt: '字词相合(学得)',
      heading: '标题补足',
      topic: '标题切题',
      phrasing: '像收录的问法',
      stage: '进展相符',
      letter: '像是这件答复',
      context: '刚谈过',
      refusal: '是拒绝的话',
      leadIn: '只是引语',
    } satisfies Record<keyof StructuralFeatures | 'learnt', string>,
    confidence: {
      bias: '基准',
      unmatched: '主要的词没对上',
      phrasing: '像收录的问法',
      bm25: '字词相合',
      order: '次序相合',
      weight: '问得具体',
      held: '对上的词重',
      count: '对上的词多',
      none: '一个词也没对上',
      key: '答复里有最要紧的词',
      bigrams: '词组相合',
      heading: '标题补足',
      absent: '所问的事物全文没有',
      absentKey: '最要紧的事物全文没有',
      keyLacking: '唯一要紧的事物全文没有',
      unheard: '有词典外的生词',
      foreign: '说的是外地或别的答复',
      valueElsewhere: '数在近旁,事在别处',
      otherStage: '进展不符',
      valueMissing: '没有所求的数',
      valueNear: '所求的数在近旁',
      refusal: '是拒绝的话',
      unnamed: '没有所问的名称',
      unlisted: '列得不够',
      unreasoned: '没有说原因',
      uncounted: '没有按所问的量词数',
      unrated: '没有按所问的单位算',
      unworded: '没有讲到办法、材料或承担者',
      unheld: '是不是的要件没对上',
      yesOfAbsent: '问是不是的事物全文没有',
      silent: '年份、编号或细目对不上',
      unbound: '数不是所问事物的',
      personal: '像个人事项',
      opinion: '像要评价',
      lead: '领先第二处',
      leans: '接着上文',
    } satisfies Record<keyof ConfidenceFeatures, string>,
  },
  paused: '答复通暂停服务,请稍后再来,或按答复所载的联系方式咨询。',
  unanswered: '抱歉,这个问题两次都没能答上来,请换个说法再问。',
  full: '这段对话已经很长,请点“新对话”另开一段再问。',
  unknownHost: (host: string) =>
    `本服务不以 ${host} 的名义提供。若这是浏览器访问本服务的正式地址,请管理员把它写进 PUBLIC_ORIGIN。`,
  clockLeapt: (days: number) =>
    `时钟比上次运行时快了 ${days} 天,已暂停按期删除。请核对时钟;确认无误后执行 npm run expire,恢复按期删除。`,
  busy: '现在提问的人很多,这个问题没能及时答上,请稍后再问一次。',
  failure: (id: string) => `抱歉,刚才没能答上来,请稍后再试。(编号 ${id})`,
  replies: {
    title: '办理答复',
    all: '全部答复',
    ask: '去提问',
    outline: '提纲',
    letter: '答复全文',
    open: '在答复全文中查看',
    none: '没有这件答复',
  },
  page: {
    outline: '答复提纲',
    outlineHint: '点一条举措,即可查看原文。',
    more: (count: number) => `另有 ${count} 件答复`,
    restart: '新对话',
    copy: '复制上一条回答',
    print: '打印',
    /** What the page's own script says. */
    script: {
      reconnecting: '连接中断,正在重新连接……',
      copied: '已复制,附出处。',
      nothingToCopy: '还没有可复制的回答。',
    },
  },
  noScript: '本页需要启用 JavaScript。',
  tooLong: '问题太长了,请缩短到 4000 字以内再发。',
};

/** What kind of thing a reply does not state, in words. */
export const missingWords = (missing: Missing | LetterheadField): string =>
  ({ ...wording.field, ...wording.answerType, ...wording.missing })[missing];
