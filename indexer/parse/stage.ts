import type { Role, StageReading, StageSource } from './reply.js';

/** What headings say about the stage. The first row that fits decides. All rules read normalised text. */
const HEADINGS: readonly [Role, RegExp][] = [
  [
    'planned',
    /下一?步|下一?阶段|接下来|今后|未来|打算|将来|工作(安排|计划|思路)|(明|来|后)年的?(安排|计划|工作|重点|举措|考虑)|拟(采取|开展)|规划|长远|远期|在“[^”]{0,30}”上(下|想|破|做|增)/,
  ],
  [
    'problem',
    /(存在|主要|突出|面临|当前|点到|正视|需要|尚未|暴露).{0,8}(问题|情况|难点|困难|不足|短板|难处|症结)|^(困难|问题|不足|难处|短板)|^.{0,4}(问题|困难|短板|难处|症结|差距)(及|和|与)?(原因)(分析)?$|(困难|短板|难处|症结|差距)$|现状和成因|成因|(做得|做的)?(不够|不足|不到位)的?(地方|方面|问题)?$/,
  ],
  [
    'done',
    /(总体|工作|开展|落实|办理|推进|进展|建设|发展)(情况|现状|进展|成效)|已(经)?(办|做|开展|完成|采取|建)|主要(做法|工作)|(工作)?(成效|成绩|回顾)|(前期|近期|近年)工作/,
  ],
];

/** Headings of what is neither done nor promised: the state of things, a price, a rule. */
const STATE = /(基本|总体)?(情况|概况|底数|家底|现状|标准|构成|底子|基础)$/;

/** The words just before the first item of a series: `您提出三点请求:`, `发现问题37个:`, `下一步,我局`. The first row that fits decides. */
const LEAD_INS: readonly [Role, RegExp][] = [
  [
    'problem',
    /(反映|归纳|列举|指出|存在|面临|分析|发现|暴露|所说)(?![^。:]{0,80}(?:请求|诉求|要求))[^。:]{0,24}[:,;“]{1,4}$|(问题|困难|不足|短板|症结|难处|难题|难”?|原因)[^。:,]{0,10}[:,;“]{1,4}$|获得感还不够强。$/,
  ],
  [
    'request',
    /(提出|希望|要求|恳请|呼吁|主张|请求)[^。:;]{0,14}[点项个条件]?(请求|诉求|要求|意见|建议|事)?[:,;“]{1,4}$|(提案|代表|委员|您|你们?|您们)(中|里|还|也)?(建议|提出|希望|要求)[:,;“]{0,4}$|建议[:“]{1,4}$/,
  ],
  [
    'planned',
    /(下一?步|下一?阶段|今后|接下来|明年|打算|计划|下半年)[^。]{0,40}[:,。]?$|(将|拟)(重点|着力|主要|从|采取|做好)[^。]{0,30}[:,。]?$/,
  ],
  ['done', /(近年来|今年以来|去年以来|两年来|这两年|主要做了|采取了|开展了|办了|做了|抓了)[^。]{0,40}[:,。]$/],
];

/** A lead-in of the whole answer, `现答复如下:`, which says nothing of the stage. */
const ANSWERS = /(答复|回复|函复|报告|说明)(如下|为)[:,]?$/;

/** Words of a refusal, and of the four stages, anywhere in a sentence. */
const REFUSED =
  /暂不具备|不具备.{0,8}条件|达不到.{0,20}(条件|要求|标准)|难以(采纳|落实|实现|做到|承受|支撑)|不能同意|不能?(答应|采纳)|不同意|暂不(采纳|考虑|予|可行|能)|不(?:予|可行|宜)|无法(落实|实现|满足|强制)|(我局|本市|我市|我县|县里|中心|我院)?无权|不在.{0,8}范围|未(能|予)(采纳|同意|列入)|(没有|未)列入|暂无法|暂缓|不能作出承诺|时间上难以做到|部分采纳|不采纳|不作调整|不得列支/;
const DONE =
  /已(?!具备|列入)|(?<!正在)完成了?(?!期限)|建成(?!后)|累计|截至|目前|现有|去年|上年|上半年|今年以来|近年来|两年来|20\d\d ?年(?!底|末|前|\d月底|到|\d{1,2}月)[^,。]{0,16}(实现|完成|改造|建成|新增|达|安排)|达到?\d|增长|同比|由.{1,12}(升|降|增|减|提高|压缩|扩|缩短)|[改新扩]建了|(荣获|获评|获得|成功举办|落户|签署新|首次|上线运行|建成运营|取得(系列|新|突破))|(开展|实行|摸清|完成|划定|落实|开办|成立|关停|清退)了?(?=[\d\p{sc=Han}])|惠及|共(有|计|受理|安装|查处|帮助|争取)/u;
const PLANNED =
  /下一?步|将(?!其|资源|信用卡|近)(?=[\p{sc=Han}])|拟(于|在|再|将)?|力争|计划(?!项目|管理|单列)|争取(?!到)|(年|月)底前|今后|明年|来年|后年|预计|到20\d\d ?年|20\d\d ?年底?前|逐步|打算|确保|有望|继续|进一步|加快|探索|推动.{0,20}列入|至20\d\d年|须先|最快|待.{2,12}后|两年内|年内|不低于.{1,12}(幅度|比例)/u;
const PROBLEM =
  /问题(是|在于|主要|至今)|困难|缺口(较大)?|不足(?!\d|以)|不愿|不够|偏[大低短小少远]|缺乏|缺少|尚未|短缺|差距|没有(根本|真正|彻底|到位)|(大|低|少|难|慢|老|散|乱|贵|差|单一|老化|严重)(?=[,;。、”]|$)|只有|仍是|多年未|屡禁不止|跟不上|不精|不高|不强|超标|不到三成|时有发生|供不应求/;
/** The stages' words, to be counted. */
const EVERY = { done: every(DONE), planned: every(PLANNED), problem: every(PROBLEM) } as const;
function every(rule: RegExp): RegExp {
  return new RegExp(rule.source, 'gu');
}
/** A request as an item of a list: `三要求…`. */
const REQUEST = /^[一二三四五六七八九]?[是要]?(关停|要求|希望|建议|恳请)/;
/** The deputy's request, told by the agency that answers: `代表希望…`. */
const ASKED_FOR =
  /^(?:\(?\d{1,2}[).、])?(?:提案|建议|代表|委员|您|你)们?(?:中|还|曾|所)?(?:希望|提出|要求|建议|提议|反映)/;

/** The month a letter was signed: a date after it is a plan, one before it a report. */
export interface Signed {
  readonly year: number;
  readonly month: number;
}

/**
 * The month of a day.
 *
 * @param date ISO 8601
 */
export const signedOn = (date: string | undefined): Signed | undefined =>
  date ? { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) } : undefined;

/** A year, a month or both, `去年底`, `2024年3月`, `5月`; each part may be missing. */
const DATED = /(?:(20\d\d) ?年|(去|上|今|本|当|明|后)年)?(?:(?<!\d)(\d{1,2}) ?月(?!均)|(底|末)前?)?/g;
/** Years from the year of signing. */
const YEARS_ON: Readonly<Record<string, number>> = { 去: -1, 上: -1, 今: 0, 本: 0, 当: 0, 明: 1, 后: 2 };

/** How many dates of a text lie after the month of signing, and how many before it. */
function datesOf(words: string, signed: Signed | undefined): { after: number; before: number } {
  let after = 0;
  let before = 0;
  if (!signed) return { after, before };
  const now = signed.year * 12 + signed.month;
  for (const [, printed, relative, month, end] of words.matchAll(DATED)) {
    if (!month && !printed && !(relative && end)) continue;
    if (Number(month) > 12) continue;
    const year = printed ? Number(printed) : signed.year + (relative ? YEARS_ON[relative]! : 0);
    // A year alone is its end where it is to come, its start where it is past.
    const ofYear = year > signed.year ? 12 : year < signed.year ? 1 : signed.month;
    const at = year * 12 + (month ? Number(month) : end ? 12 : ofYear);
    if (at > now) after++;
    else if (at < now) before++;
  }
  return { after, before };
}

/** The stage that a heading states for its items; `undefined` where it states none, or repeats a request. */
export function roleOfHeading(heading: string): StageReading | undefined {
  if (
    /关于.{0,100}(建议|意见|问题|请求|诉求|要求)$|^关于(?!存在|当前|面临|工作|下一?步|目前)|^.{0,4}(?<!未)(解决|整治|化解|破解|攻克)|(意见|建议|问题)的?(答复|办理|回应)/.test(
      heading,
    )
  )
    return undefined;
  return first(HEADINGS, heading, 'heading');
}

/** Whether a heading announces the state of things. */
export const isState = (heading: string): boolean => STATE.test(heading) && roleOfHeading(heading)?.role !== 'planned';

/** The stage that a lead-in states for the series behind it; `undefined` where it states none. */
export function roleOfLeadIn(leadIn: string): StageReading | undefined {
  if (ANSWERS.test(leadIn)) return undefined;
  return first(LEAD_INS, leadIn, 'leadIn');
}

function first(rules: readonly [Role, RegExp][], words: string, source: StageSource): StageReading | undefined {
  for (const [role, rule] of rules) {
    const match = rule.exec(words);
    if (match) return { role, source, cue: match[0] };
  }
  return undefined;
}

/**
 * The role of a sentence or an item by its own wording. A refusal is `other`, unless it stands among problems or
 * requests, and a request told again is one wherever it stands; else what the heading says holds.
 *
 * @param inherited what a heading or lead-in above it says
 * @param signed when the letter was signed; without it, dates say nothing
 */
export function roleOfWording(words: string, inherited?: StageReading, signed?: Signed): StageReading {
  const wording = (role: Role, cue: string): StageReading => ({ role, source: 'wording', cue });
  const refused = REFUSED.exec(words);
  if (refused && inherited?.role !== 'request' && inherited?.role !== 'problem') return wording('other', refused[0]);
  const askedFor = ASKED_FOR.exec(words);
  if (askedFor && !DONE.test(words)) return wording('request', askedFor[0]);
  if (inherited) return inherited;
  const count = (kind: keyof typeof EVERY) => words.match(EVERY[kind])?.length ?? 0;
  const { after, before } = datesOf(words, signed);
  const done = count('done') + before;
  const planned = count('planned') + 2 * after;
  const problem = count('problem');
  const request = REQUEST.exec(words);
  if (request && done === 0) return wording('request', request[0]);
  if (problem > 0 && problem > planned && done === 0) return wording('problem', PROBLEM.exec(words)![0]);
  if (planned > done) return after > 0 ? dated('planned') : wording('planned', PLANNED.exec(words)![0]);
  if (done > 0) return before > 0 ? dated('done') : wording('done', DONE.exec(words)![0]);
  // A plain statement of a reply reports what is; only its headings and its future words promise.
  return { role: 'done', source: 'default', cue: '' };
}

const dated = (role: Role): StageReading => ({ role, source: 'date', cue: '' });

/** Whether nothing in the letter speaks for the role. */
export const isWeak = ({ source }: StageReading): boolean => source === 'default';

/** The role of a heading by its items: theirs when they agree, the answer's when the rest are problems; else `other`. */
export function roleOfItems(roles: readonly Role[]): Role {
  const answers = roles.filter((role) => role !== 'problem');
  const [role = roles[0] ?? 'other'] = answers;
  return answers.every((other) => other === role) ? role : 'other';
}

/** The role of several sentences without marks of their own: `other` when some report and some promise. */
export function roleOfSentences(sentences: readonly string[], inherited?: StageReading, signed?: Signed): StageReading {
  const readings = sentences.map((sentence) => roleOfWording(sentence, inherited, signed));
  const role = roleOfItems([...new Set(readings.map((one) => one.role))]);
  return readings.find((one) => one.role === role) ?? { role, source: 'children', cue: '' };
}
