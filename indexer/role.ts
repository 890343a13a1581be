import type { Role } from './reply.js';

/** A role and the words that gave it. */
export interface Judged {
  readonly role: Role;
  readonly evidence: string;
}

/** What headings, lead-ins and sentences say about the stage, on shadows. The first row that fits decides. */
const HEADINGS: readonly [Role, RegExp][] = [
  [
    'planned',
    /下一?步|下一?阶段|今后|未来|打算|将来|工作(安排|计划|打算|思路)|拟(采取|开展)|规划|在“[^”]*”上(下|想|破|做|增)/,
  ],
  [
    'problem',
    /(存在|主要|突出|面临).{0,6}(问题|困难|不足|短板)|^(困难|问题|不足)|(问题|困难|短板)(及|和|与)?(原因)?(分析)?$/,
  ],
  [
    'done',
    /(总体|基本|工作|开展|落实|办理|推进|进展|建设|发展)(情况|现状|进展|成效)|现状|已(经)?(开展|完成|采取)|主要(做法|工作)|(工作)?(成效|成绩|回顾)/,
  ],
];

/** A lead-in just before the first item: `您提出三点请求:`, `采取以下措施:`. */
const LEAD_INS: readonly [Role, RegExp][] = [
  ['request', /(提出|建议|希望).{0,12}[点项个条]?(请求|诉求|要求|意见|建议)[:,;]?$/],
  ['problem', /(反映|归纳|存在|面临|分析).{0,20}(问题|困难|不足|原因|短板)[^。]{0,8}[:,;“]*$|获得感还不够强。$/],
  [
    'planned',
    /(下一?步|下一?阶段|今后|接下来)[^。]{0,40}[:,。]$|(将|拟)(重点|着力|主要|从|采取|做好)[^。]{0,30}[:,。]?$/,
  ],
  ['done', /(近年来|今年以来|去年以来|主要做了|采取了|开展了)[^。]{0,40}[:,。]$/],
];

const REFUSED =
  /暂不具备|不具备.{0,6}条件|难以(采纳|落实|实现|做到)|不能同意|不同意|暂不(采纳|考虑|予)|不宜|无法(落实|实现|满足)|不在.{0,8}范围|不予(采纳|支持)|暂无法|暂缓|不能作出承诺|时间上难以做到/;
const DONE =
  /已(?!具备)|(?<!正在)完成了?|建成|累计|截至|目前|现有|去年|上年|今年以来|近年来|20\d\d ?年(?!底|末|前|\d月底|到)[^,。]{0,16}(实现|完成|改造|建成|新增|达|安排)|达到?\d|增长|同比|[改新扩]建了|(荣获|获评|获得|成功举办|落户|签署新|首次|上线运行|建成运营|取得(系列|新|突破))|开展了|实行了|摸清了|完成了|划定了|落实了|惠及|共(有|计|受理|安装|查处|帮助|争取)/;
const PLANNED =
  /下一?步|将(?!其|资源|信用卡)(?=[\p{sc=Han}])|拟(于|在|再|将)?|力争|计划(?!项目|管理)|争取(?!到)|(年|月)底前|今后|明年|预计|到20\d\d ?年|20\d\d ?年底?前|逐步|打算|确保|有望|继续|进一步|加快|探索|推动.{0,20}列入|至20\d\d年/u;
const PROBLEM =
  /问题(是|在于|主要)|困难|缺口较大|不足(?!\d)|不愿|不够|偏[大低短小少]|缺乏|缺少|尚未|短缺|差距|没有(根本|真正)/;
const REQUEST = /^(关停|要求|希望|建议|恳请)/;

/** Sentences a heading of a stage is sure of; its items inherit it unless they say otherwise. */
export function roleOfHeading(heading: string): Judged | undefined {
  if (/关于.*(建议|意见|问题|请求|诉求)$|^关于“/.test(heading)) return undefined;
  return first(HEADINGS, heading, 'heading');
}

export function roleOfLeadIn(leadIn: string): Judged | undefined {
  return first(LEAD_INS, leadIn, 'lead-in');
}

function first(rules: readonly [Role, RegExp][], words: string, where: string): Judged | undefined {
  for (const [role, rule] of rules) {
    const match = rule.exec(words);
    if (match) return { role, evidence: `${where} ${match[0]}` };
  }
  return undefined;
}

/**
 * The role of a sentence or an item by its own wording; `inherited` is what its heading said. A refusal is `other`
 * wherever it stands; under a heading that states the stage, only a refusal overrules it.
 */
export function roleOfWording(words: string, inherited?: Judged): Judged {
  const refused = REFUSED.exec(words);
  if (refused) return { role: 'other', evidence: `wording ${refused[0]}` };
  if (inherited) return inherited;
  const count = (rule: RegExp) => [...words.matchAll(new RegExp(rule.source, 'gu'))].length;
  const done = count(DONE);
  const planned = count(PLANNED);
  const problem = count(PROBLEM);
  if (REQUEST.test(words) && done === 0) return { role: 'request', evidence: 'wording request' };
  if (problem > done + planned) return { role: 'problem', evidence: `wording ${PROBLEM.exec(words)![0]}` };
  if (planned > done) return { role: 'planned', evidence: `wording ${PLANNED.exec(words)![0]}` };
  if (done > 0) return { role: 'done', evidence: `wording ${DONE.exec(words)![0]}` };
  // A plain statement of a reply reports what is; only its headings and its future words promise.
  return { role: 'done', evidence: 'wording promises nothing' };
}

/** The role of a heading by its items: theirs when they agree, the answer's when the rest are problems; else `other`. */
export function roleOfItems(roles: readonly Role[]): Role {
  const answers = roles.filter((role) => role !== 'problem');
  const [role = roles[0] ?? 'other'] = answers;
  return answers.every((other) => other === role) ? role : 'other';
}

/** The role of several sentences without marks of their own: `other` when some report and some promise. */
export function roleOfSentences(sentences: readonly string[], inherited?: Judged): Judged {
  const judged = sentences.map((sentence) => roleOfWording(sentence, inherited));
  const role = roleOfItems([...new Set(judged.map((one) => one.role))]);
  return judged.find((one) => one.role === role) ?? { role, evidence: 'its sentences' };
}
