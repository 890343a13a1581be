import type { Span } from '../../indexer/span.js';

/** What stands around a letter's body (函件要素). */
export type LetterheadField =
  | 'contact'
  | 'signed'
  | 'published'
  | 'addressees'
  | 'leadAgency'
  | 'coAgencies'
  | 'title'
  | 'number'
  | 'docNumber'
  | 'class'
  | 'signer'
  | 'attachment';

/** Words that may ask for a field of the letterhead, and the clause they stand in; spans in the folded question. */
export interface FieldAsk {
  readonly field: LetterheadField;
  readonly asking: Span;
  readonly clause: Span;
}

/** The fields a question may ask for, the likeliest first. */
export interface LetterheadAsk {
  readonly fields: readonly FieldAsk[];
  /** What stands behind this place is said not to be meant. */
  readonly until: number;
}

/** How people ask for what stands around the letter, on folded questions; the first row that fits decides. */
const ASKED: readonly [LetterheadField, RegExp][] = [
  [
    'contact',
    /联系电话|电话(号码?)?(是|多少|几|呢|给|有|$|[,。?])|(什么|哪个?|多少|啥|个)(电话|号码)|号码|(留|打|拨)(了|的)?(多少|几|哪个?|什么|啥|个)(号|电话)|联系(方式|人|谁|哪|单位|上)|怎么联系|(打|拨)(给谁|哪|过去)|找(谁|哪位|哪个(部门|单位|科室|人))|(咨询|问)(谁|哪)|热线|座机|客服|谁经办/,
  ],
  [
    'published',
    /(网上|网站|挂网|公开|发布|上网|公布|贴出).{0,8}(什么时候|啥时候|何时|哪[年天月一]|几[月号]|日期|时间)|(什么时候|啥时候|何时|哪[年天月]).{0,6}(挂|上网|公开|发布|公布)/,
  ],
  [
    'signed',
    /(什么时候|啥时候?|何时|何年|哪一?[年月天日]|几[月号]|多会儿|什么日子|日期|时间).{0,10}(答复|回复|复函|回信|来信|回的|落款|成文|签发|签署|写|出具|盖章|发|(?<![诚通短亲自守])信(?![息用贷任访]))|(答复|回复|复函|回信|[封那此该]信|^信|落款|成文|签发|签署|写|出具|盖章|发|函).{0,8}(什么时候|啥时候?|何时|何年|哪一?[年月天日]|几[月号]|多会儿|什么日子|日期|时间)/,
  ],
  ['docNumber', /文号|发文字号|函号|几号文|文件编?号/],
  ['signer', /签发人|谁签(发|的)/],
  [
    'class',
    /(办理结果|办复|答复|建议|提案|这件|此件)(的|是|属于){0,3}(类别|分类|归类)|(?<![a-z])[abc]类|(属于|归|算|定)(为|成|到)?(哪一?|什么|啥|几)类|办理结果/,
  ],
  [
    'number',
    /(建议|提案|议案)(是|为)?第?(几|多少)号|(第)?(几|多少)号(建议|提案|议案)|第几号$|(建议|提案)(编号|号码|序号)/,
  ],
  ['attachment', /附件|附表|附录/],
  [
    'coAgencies',
    /(除了?).{0,8}(还有|另外|之外|以外).{0,4}(哪(些|几)?个?(单位|部门|局|家|方)|谁)|哪(些|几)?个?(单位|部门|局|家).{0,6}(一起|一块儿?|共同|联合|参与|配合|商量)|会办|会同|协办|联合(研究|办理|答复|哪)|(一起|一块儿?|共同|合伙|协同)(研究|办|答|商量|回)|还(跟|和|找|会同|征求)(了)?(哪|谁)|还有(哪(些|几)?个?(单位|部门|局|家|方)|谁)|(跟|和|同|会同|与).{0,4}(哪|谁).{0,8}(商量|研究|一起|一块儿?|联合|沟通|合计)/,
  ],
  [
    'addressees',
    /(写|回|答复|发|回复|寄|答|复)给(的是)?(谁|哪|什么人)|给(谁|哪位|哪个|哪些).{0,8}(写|回|答|发|复)|(?<!(?:信|函|答复|回复|复函)(?:是)?)(谁|哪位|哪个|哪些|哪几[位个])(人大)?(代表|委员)?(们)?(提|写|建议|反映)(的|了|出)|称呼|称谓|抬头|收信|收件|(哪位|哪几位|哪个|谁是|什么)(人大)?(代表|委员)(?!团|会)|(代表|委员)(姓|叫|是谁|名)/,
  ],
  [
    'leadAgency',
    /(谁|哪(个|家|一家)?(部门|单位|局|机构|委|厅|衙门)).{0,6}(答复|回复|复函|回信|回的|答|写|发|落款|盖章|主办|承办|出具|出的|办理|办的)|落款(单位|是谁|的是)|主办|承办|发文(单位|机关)|(答复|回复|回信|信|函|出具|主办|承办)(的)?(单位|部门|机关|是谁|是哪|者)/,
  ],
  [
    'title',
    /(建议|提案|信|答复|回复)(的)?(标题|题目|名字|名称|全称|叫什么|叫啥|关于什么|主题)|(标题|题目|全称)(是|叫)|(什么|啥|哪(个|份|件))(建议|提案)|题目|(?<!小)标题|全称|案由|(提|建议)了?(个)?(什么|啥)$|针对(什么|哪)/,
  ],
];

/** What is said not to be meant: `…,不是网上贴出来那天`. */
const NOT_MEANT = /[,;。](而)?(不是|不要|别给).*/s;

/** Clauses of a folded question, with their offsets; a long story asks in one of them. */
const clausesOf = (folded: string): Span[] =>
  [...folded.matchAll(/[^,。;:!?]+/g)].map(({ index, 0: words }) => ({ start: index, end: index + words.length }));

/** Reads a folded question. */
export function letterheadAskOf(question: string): LetterheadAsk {
  const folded = question.replace(NOT_MEANT, '');
  const clauses = clausesOf(folded);
  const whole = { start: 0, end: folded.length };
  // Headings of parts are no title.
  const ofParts = /几(大|个)?部分|标题(各|分别|都)/.test(folded);
  const fields = ASKED.flatMap(([field, rule]): FieldAsk[] => {
    if (field === 'title' && ofParts) return [];
    const match = rule.exec(folded);
    if (!match) return [];
    const asking = { start: match.index, end: match.index + match[0].length };
    const clause = clauses.find(({ start, end }) => start <= asking.start && asking.end <= end) ?? whole;
    return [{ field, asking, clause }];
  });
  return { fields, until: folded.length };
}
