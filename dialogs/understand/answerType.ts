import type { Span } from '../../indexer/text/span.js';

/** The kind of value a question asks for; what a sentence must hold to answer it. */
export type AnswerType =
  | 'money'
  | 'percent'
  | 'rank'
  | 'date'
  | 'duration'
  | 'count'
  | 'number'
  | 'phone'
  | 'agency'
  | 'person'
  | 'place'
  | 'condition'
  | 'procedure'
  | 'reason';

interface AnswerTypeRule {
  readonly type: AnswerType;
  /** How people ask for it; on the asking part of a folded question, with `哪一` written `哪`. */
  readonly asked: RegExp;
  /** What a value of it looks like; on a folded sentence of a letter. */
  readonly value: RegExp;
}

const NUMERAL = '(?:\\d[\\d.]{0,15}|[一二三四五六七八九十百千两几近]{1,9})';
const ABOUT = '(?:多|余|来|左右)?';
/** Measure words (量词) that are used both in asking for a count and in telling one. */
const MEASURE =
  '(?:家|个|项|户|人|所|处|座|台|名|位|条|种|款|张|支|只|批|次|起|件|门|辆|班|趟|亩|公里|里|吨|份|届|级|类|套|间|栋|层|本|把|棵|头|片|对|组|期|颗|枚|场|倍|笔)';

/**
 * For each kind, how it is asked for and what answers it. `近百家`, `第六届` and `三成` are values; a year is not a
 * count. The narrower kinds come first: `answerTypesOf` gives them in this order.
 */
export const ANSWER_TYPES: readonly AnswerTypeRule[] = [
  {
    type: 'phone',
    asked:
      /(电话|热线|手机)号|(电话|热线)(是|呢|$|[?。])|(哪个|什么|啥|多少)(电话|热线)|打(哪|什么|啥).{0,3}(电话|号)|(电话|热线).{0,3}(多少|几|哪)|号码|联系方式/,
    value: /\d{3,4}-?\d{7,8}|\b1\d{10}\b|12345/,
  },
  {
    type: 'percent',
    asked:
      /百分之?几|百分比|占比|比[例重]|几成|(多少个?|几个)(百分)?点|(率|增速|涨幅|降幅).{0,6}(多少|几|多高|多大)|占.{0,8}(多少|几)/,
    value:
      /\d[\d.]{0,15}%|[一二三四五六七八九十百千]分之[一二三四五六七八九十]|百分点|[一二三四五六七八九]成|\d{1,9}:\d{1,9}/,
  },
  {
    type: 'rank',
    asked: /第几|排(名|位|第|多少|在|老几)|[名位]次/,
    value: /第[一二三四五六七八九十\d]{1,9}(?![,、])|首位|榜首|前列|前[一二三四五六七八九十\d]{1,9}(?!年|个月)|之一/,
  },
  {
    type: 'money',
    asked:
      /(多少|(?<![好十哪这那没])几[个十百千万亿]{0,4})(钱|元|(?<!有几)[块毛]|万(?!多|的|块)|亿|资金|经费|补贴|补助|奖金|奖励|投资|赔偿|罚款|贴息|工资|预算)(?!的)|(资金|经费|金额|奖金|补贴|补助|补偿|津贴|投资|规模|奖励|额度|预算|价|费用?|花费|工资|[月年日时]薪|薪水|薪资|收入|贷款|拨款|款|租金|押金|利息|封顶|上限)[^率度比]{0,8}(多少|几[个百千万亿]|多大|多高)|(花|补|奖|给|投|拨|赔|罚|掏|发|报销|贴|减|省)[了过出掉进入下]?多少(?![家个户人名项次里米亩吨座处条辆台斤间张套层栋棵头只批届份件场趟班种类所位支天年月倍立平字页])|[收要花交付补给罚卖]几[千百](?!地|田)|[收缴交付][了过]?多少(?=$|[?,。吧呢啊呀])|贵(不贵|吗)|[拿领]到?(多少|几)|(工资|薪资|[票水电房学气]价|门票|学费|租金|奖金|造价|售价|单价|收费标准)[?]?$/,
    value:
      /\d[\d.]{0,15}(多|余)?[万千百亿]{0,4}(多|余)?元|[一二三四五六七八九十百千两]{1,9}[万亿]?元|免[费收缴]|不收费/,
  },
  {
    type: 'duration',
    asked:
      /多[久长]|(?<![好十百千这那没])几个?(年|月|天|日|小时|钟头|分钟|星期|礼拜|周)(?!份|度)|多少(年|天|个月|小时|分钟|日)/,
    value: new RegExp(
      // A year, a month and a day of the calendar are no lengths of time.
      `(?<![\\d.])(?:\\d{1,3}(?:\\.\\d{1,9})?|[一二三四五六七八九十百千两几近数]{1,9})${ABOUT}(?:个${ABOUT}(?:年|月|季度|学期|小时|工作日)|年(?!\\d|底|初|前|度|级)|天|(?<!月\\d{1,2})日(?!期|常|均|前|起|至|、)|小时|分钟|工作日|周(?!岁|边)|季度|学期)|20\\d\\d年?[—–\\-~至到]+20\\d\\d年|半(?:年|个月)|长期|当[天日]|即[时办]`,
    ),
  },
  {
    type: 'date',
    asked:
      /什么时[候间]|啥时|[何几]时|何[年月日]|哪一?个?[年月天日]|几[月号]|几几年|(?<![有分哪讲说提共这那好])几点(钟|开|关|到|起|结|$|[?。])|[从到至]几点|时间(表|节点|安排)|(具体|开工|完工|完成|建成|竣工|交付|启动|实施|出台|启用|开放|截止|开始|上线|投用|投产)时间|日期|期限/,
    value: /\d{2,4}年|\d{1,2}[月日时]|年[底前内]|[今明去]年|上?半年|[上中下]旬|季度|十[三四五]五/,
  },
  {
    type: 'condition',
    asked:
      /(什么|啥|哪些|有何|有没有)(条件|资格|门槛|要求|标准|限制)|(条件|资格|门槛|标准)(是|有)?(什么|啥|哪些|多少)|(够|符合|满足)(什么|啥|哪些)?条件|谁(能|可以|有资格)(申请|申报|享受|领)|什么样的(人|企业|公司|单位).{0,4}(能|可以|算)|怎么(认定|才算)/,
    value: /条件|须|应当?|要求|符合|满足|以[上下]|不(低于|少于|超过|高于|大于)|凡|连续|周岁|对象|的(企业|农户|小区)/,
  },
  {
    type: 'procedure',
    asked:
      /(怎么|咋|如何|怎样|[去上]哪|哪[里儿])去?(申请|申报|报名|登记|办理|办手续|提交|领取|参加|预约|投诉|举报)|(申请|申报|报名|办理)(流程|程序|步骤|材料|手续|表格|入口|网址)|(材料|手续|流程|表格|网址|网站|入口)[是有在]?(什么|啥|哪些|哪)|[带交](什么|啥|哪些)(材料|证件)/,
    value: /申请|申报|报名|登记|备案|办理|受理|举报|二维码|窗口|平台|小程序|热线/,
  },
  {
    type: 'agency',
    asked:
      /(哪(个|家|些|几个|几家)?|什么|啥)(部门|单位|机构|局|委|衙门|科室|公司|企业|厂|银行|高校|大学|学校|院所?|医院)|谁(牵头|负责|主管|来管|管|出钱|掏钱|承担|监管|审批|组织|主办|承办|在弄|在搞|运营|来干|干)|[归找由]谁/,
    value:
      /局|委|厅|部门|办公室|街道|公司|中心|研究[院所]|医院|大学|学院|高校|政府|银行|协会|机构|集团|单位|园区?|企业|财政/,
  },
  {
    type: 'person',
    asked: /谁(?!家)|哪几?位|叫什么名|姓什么|名字|(什么|啥|哪些|何)人|负责人是|联系人/,
    value:
      /\p{sc=Han}某|人员|专家|代表|委|导师|团队|人才|教师|医生|负责人|管家|志愿者|企业|群众|村民|农户|老人|学生|局|部门|中心|机构/u,
  },
  {
    type: 'place',
    asked:
      /哪[里儿](?!来|出钱|找钱|掏|筹|调)|在哪|(什么|啥)地方|地址|位置|何处(?!理)|哪(个|些|几个)(区|市|县|镇|乡|村|街道|地方|城市|国家|省|园区|片区|路段|小区)/,
    value: /位于|地处|设在|[区市县镇乡村路街省国园港](?!长)|基地|大厅|窗口|门[口前]|广场|沿线/,
  },
  {
    type: 'reason',
    asked: /为(什么|啥|何)|(怎么|咋)不|凭(什么|啥)|原因|理由|(怎么|咋)回事|缘故/,
    value: /因|由于|导致|鉴于|为|考虑到|针对|不足|低于|影响|困难|压力|需要|存在|规定/,
  },
  {
    type: 'count',
    asked: new RegExp(
      `(?:多少|(?<![十哪这那没头前后第])(?<![^建修办弄做装开]好)几|若干)[百千万十大小]?[来多]?(?:${MEASURE}|艘|架|步|页|字|篇|单|宗|站|线|路|股|道|根|块(?!钱)|代表|企业|公司|学校|医院|学生|老人|车|床位?)|人数|数量|总数`,
      'u',
    ),
    value: new RegExp(
      `${NUMERAL}${ABOUT}[万千百亿]{0,4}${ABOUT}(?:${MEASURE}|平方米|立方米|棒|千瓦时|余|万|株|公斤|米)|\\|\\d`,
    ),
  },
  {
    type: 'number',
    asked: /多少|几何|多[大高远宽重快]/,
    value:
      /\d|分之[一二三四五六七八九十]|[一二三四五六七八九十百两]{1,4}(家|个|项|户|人|所|处|座|名|位|条|次|倍|成|年|届)/,
  },
];

const VALUES = new Map(ANSWER_TYPES.map(({ type, value }) => [type, value]));
const ALL_VALUES = new Map(ANSWER_TYPES.map(({ type, value }) => [type, new RegExp(value.source, `${value.flags}g`)]));

/** The kinds of value that a folded question asks for, the narrowest first; empty where it asks for none of them. */
export function answerTypesOf(folded: string): AnswerType[] {
  // `哪一家` asks what `哪家` does.
  const plain = folded.replaceAll('哪一', '哪');
  const asked = ANSWER_TYPES.filter((rule) => rule.asked.test(plain)).map(({ type }) => type);
  const narrow = asked.filter((slot) => slot !== 'number' && slot !== 'count');
  // `多少` alone asks for a number only when nothing narrower is asked.
  if (narrow.some((slot) => slot === 'money' || slot === 'percent' || slot === 'rank' || slot === 'phone')) {
    return asked.filter(
      (slot) => slot !== 'number' && (slot !== 'count' || /(多少|几)[家个项户人所处座台名位]/.test(folded)),
    );
  }
  return asked.filter((slot) => slot !== 'number' || !asked.includes('count'));
}

/** Whether a folded sentence holds a value of the kind. */
export const holdsValue = (slot: AnswerType, sentence: string): boolean => VALUES.get(slot)!.test(sentence);

/** Where the values of a kind stand in a folded sentence. */
export const valuesOf = (slot: AnswerType, sentence: string): Span[] =>
  [...sentence.matchAll(ALL_VALUES.get(slot)!)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));

const HOW_MUCH = /多少|几[成块毛年月天号日时]|多[大高久长远]/;

/** Whether a number is asked for in so many words, on the asking part of a folded question. */
export const asksHowMuch = (focus: string): boolean => HOW_MUCH.test(focus);

const ENTITLED = /条件|资格|门槛|申请|申报|报名|材料|手续/;

/** Whether it is asked who is entitled, or how one applies, on the asking part of a folded question. */
export const asksEntitlement = (focus: string): boolean => ENTITLED.test(focus);
