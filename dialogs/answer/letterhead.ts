import { PHONE, SITE_FOOTER } from '../../indexer/contact.js';
import { memoise } from '../../indexer/memoise.js';
import { foldText, normalise } from '../../indexer/normalise.js';
import type { Field, Reply } from '../../indexer/reply.js';
import { type Span, slice, trim } from '../../indexer/span.js';
import type { WordFrequency } from '../../indexer/wordFrequency.js';
import { wording } from '../render/wording.js';
import { nameOfReply, repliesMeant } from '../retrieve/replyScope.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { type Answer, type LetterheadField, type Quote, quote } from './answer.js';

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

/** Words that speak of the letter itself and name no subject. */
const OF_THE_LETTER =
  /^(这|那|该|本|此|封|份|篇|件)?(答复|代表提的?|委员提的?|提的|回复|复函|回信|回函|来信|信件?|函件?|公文|文件|建议|提案|议案|代表|委员|人大代表|政协委员|(打|拨|通)电话|单位|部门|机关|机构|局里?|衙门|电话|号码|手机|联系|联系人|联系电话|联系方式|热线|座机|日期|日子|时间|落款|成文|签发|签署|称谓|称呼|抬头|标题|题目|名字|名称|全称|主题|附件|附表|文号|字号|编号|类别|分类|类|打|拨|找|写|提|发|签|问|咨询|主办|承办|会办|协办|会同|一起|一块儿?|共同|联合|研究|办理|办|答|复|回|给|人|号|电|叫|姓|盖章|出具|收信|收件|发布|公开|公布|挂网|网上|网站|年|月|日|天|哪天|最后|最终|末尾|开头|结尾|再|继续|进一步|反映|提出|出|对方|你们|人家|谁|科室|处室|官方|政府|具体|正式|当时|上面|落|款|天|具|印|何人|人士|联络|沟通|原来|原|全|商量|事儿|这事|拿|请教|追问|详情|公家)$/;

/** Rarity below which a word names no subject. */
const COMMON_WORD = 0.45;

/** Clauses of a folded question, with their offsets; a long story asks in one of them. */
const clausesOf = (folded: string): Span[] =>
  [...folded.matchAll(/[^,。;:!?]+/g)].map(({ index, 0: words }) => ({ start: index, end: index + words.length }));

/** The weight of what a clause names besides the letter itself and the words that ask for the field. */
function beyondTheLetter(
  { terms }: Question,
  asked: Span,
  clause: Span,
  names: readonly string[],
  wordFrequency: WordFrequency,
): number {
  const named = terms.filter((term) => {
    const { text, start, asks } = term;
    const end = start + text.length;
    if (start < clause.start || end > clause.end) return false;
    // A single character, or a word on every page, names nothing else.
    if (asks || text.length === 1 || wordFrequency.rarityOf(text) < COMMON_WORD) return false;
    const inside = start < asked.end && end > asked.start;
    return !inside && !OF_THE_LETTER.test(text) && !names.some((name) => matchOf(term, name) > 0.5);
  });
  return named.reduce((sum, { weight }) => sum + weight, 0);
}

/** What is said not to be meant: `…,不是网上贴出来那天`. */
const NOT_MEANT = /[,;。](而)?(不是|不要|别给).*/s;

/** Which field a question about the letter itself asks for; `undefined` when it asks about its substance. */
export function fieldAsked(
  question: Question,
  replies: readonly Reply[],
  wordFrequency: WordFrequency,
): LetterheadField | undefined {
  const folded = question.folded.replace(NOT_MEANT, '');
  const meant = { ...question, folded, terms: question.terms.filter(({ start }) => start < folded.length) };
  const names = replies.map(nameOfReply);
  // Headings of parts are no title.
  const ofParts = /几(大|个)?部分|标题(各|分别|都)/.test(folded);
  const fits = ([field, rule]: (typeof ASKED)[number]) => {
    if (field === 'title' && ofParts) return false;
    const match = rule.exec(folded);
    if (!match) return false;
    const asked = { start: match.index, end: match.index + match[0].length };
    const whole = { start: 0, end: folded.length };
    const clause = clausesOf(folded).find(({ start, end }) => start <= asked.start && asked.end <= end) ?? whole;
    const limit = FEW_WORDS.has(field) ? 6 : 2.5;
    return beyondTheLetter(meant, asked, clause, names, wordFrequency) <= limit;
  };
  return ASKED.find(fits)?.[0];
}

/** Fields that few words but their own ask for. */
const FEW_WORDS: ReadonlySet<LetterheadField> = new Set(['signer', 'attachment']);

/** Most replies whose frames are laid side by side when the question names none. */
const SIDE_BY_SIDE = 12;

/** The field asked for, of the replies the question may mean. */
export function letterheadAnswer(
  field: LetterheadField,
  question: Question,
  knowledge: Knowledge,
  current: string | undefined,
): Answer {
  const terms = question.terms.filter(({ text }) => !OF_THE_LETTER.test(text));
  const special = (reply: Reply) => telephoneFor(terms, reply);
  const meant = repliesMeant({ folded: question.folded, terms: terms }, knowledge, current).slice(0, SIDE_BY_SIDE);
  // The telephone of another body than the one that answers is not the letter's to give.
  const other = field === 'contact' && meant.some((reply) => namesOther(question, reply));
  const cut = (reply: Reply) =>
    field !== 'contact' || meant.length === 1 ? fieldQuotes(reply, field) : contactCore(reply);
  const found = meant.flatMap((reply) => (field === 'contact' && special(reply)) || (other ? [] : cut(reply)));
  // A line that only has room for a number gives none.
  const blank =
    field === 'contact' && question.answerTypes.includes('phone') && !found.some(({ text }) => /\d{3}/.test(text));
  const quotes = blank ? [] : found;
  if (quotes.length === 0)
    return { outcome: 'not_stated', slot: field, nearest: [], contact: meant[0] && contactQuote(meant[0]) };
  const byId = new Map(meant.map((reply) => [reply.id, reply]));
  const several = new Set(quotes.map(({ replyId }) => replyId)).size > 1;
  const of = quotes.map(({ replyId }) => nameOf(byId.get(replyId)!));
  return { outcome: 'answered', blocks: [{ lead: { kind: 'letterhead', field, ...(several && { of }) }, quotes }] };
}

const namesOther = ({ folded }: Question, { letterhead }: Reply): boolean =>
  letterhead.coAgencies.some(
    ({ value }) =>
      folded.includes(foldText(value)) && !foldText(letterhead.leadAgency?.value ?? '').includes(foldText(value)),
  );

/** A short name of a reply: the number of what it answers, or who answers. */
const nameOf = ({ id, letterhead }: Reply): string => letterhead.number?.value ?? letterhead.leadAgency?.value ?? id;

/** The clause of the opening that names all joint agencies: `经会同市教委、市场监管委研究答复如下`. */
function jointClause({ letterhead, ...reply }: Reply): Quote[] | undefined {
  const [first] = letterhead.coAgencies;
  const { opening } = letterhead;
  if (!first || !opening) return undefined;
  const shadow = normalise(reply.text);
  const inside = letterhead.coAgencies.every(({ start, end }) => start >= opening.start && end <= opening.end);
  const last = letterhead.coAgencies.at(-1)!;
  const before = shadow.slice(opening.start, first.start);
  const from = opening.start + 1 + Math.max(...[',', '。', '”', '》'].map((stop) => before.lastIndexOf(stop)));
  const stop = shadow.slice(last.end).search(/[,。:;\n]/);
  if (!inside || last.start < first.start || stop < 0) return undefined;
  return [
    quote(
      { letterhead, ...reply },
      trim(shadow, { start: from, end: last.end + stop }),
      [wording.field.coAgencies],
      'other',
    ),
  ];
}

function fieldQuotes(reply: Reply, field: LetterheadField): Quote[] {
  const { letterhead } = reply;
  const cut = (found: Field<unknown> | undefined) =>
    found && found.end > found.start ? [quote(reply, found, [wording.field[field]], 'other')] : [];
  switch (field) {
    case 'coAgencies':
      return jointClause(reply) ?? letterhead.coAgencies.flatMap(cut);
    case 'signed':
      return cut(letterhead.date);
    default:
      return cut(letterhead[field]);
  }
}

/** How much of what is asked a line must hold to be the telephone for it, beyond what the contact line holds. */
const FOR_IT = 0.12;

/** The lines of a letter that print a telephone; found once. */
const telephoneLines = memoise((reply: Reply): readonly Span[] => {
  const shadow = normalise(reply.text);
  return [...shadow.matchAll(/[^\n。;]+/g)]
    .map(({ index, 0: words }) => trim(shadow, { start: index, end: index + words.length }))
    .filter((span) => PHONE.test(slice(shadow, span)) && !SITE_FOOTER.test(slice(shadow, span)));
});

/** The line that gives a telephone for just what is asked (`消费投诉请拨打`), where the letter prints more than one. */
function telephoneFor(terms: readonly QueryTerm[], reply: Reply): Quote[] | undefined {
  const { text, letterhead } = reply;
  const telling = terms.filter((term) => matchOf(term, nameOfReply(reply)) <= 0.5);
  const lines = telephoneLines(reply);
  const holdsOfIt = (span: Span) => coverageOf(telling, foldText(slice(text, span)));
  const [best] = lines.map((span) => ({ span, fit: holdsOfIt(span) })).sort((a, b) => b.fit - a.fit);
  const own = letterhead.contact ? holdsOfIt(letterhead.contact) : 0;
  if (lines.length < 2 || !best || best.fit < own + FOR_IT) return undefined;
  return [quote(reply, best.span, [wording.field.contact], 'other')];
}

/** Of a contact line, the words from the term or person to the telephone: where several letters are laid side by side. */
function contactCore(reply: Reply): Quote[] {
  const { contact } = reply.letterhead;
  if (!contact) return [];
  const at = (value: string | undefined) => (value ? reply.text.indexOf(value, contact.start) : -1);
  const { unit, person, phone } = contact.value;
  const phoneAt = at(phone);
  const starts = [at(unit), at(person), phoneAt].filter((start) => start >= 0 && start <= phoneAt);
  if (starts.length === 0) return fieldQuotes(reply, 'contact');
  const span = { start: Math.min(...starts), end: phoneAt + phone!.length };
  return [quote(reply, span, [wording.field.contact], 'other')];
}

/** The contact printed in a reply, to be offered when it is silent. */
export function contactQuote(reply: Reply): Quote | undefined {
  return fieldQuotes(reply, 'contact')[0];
}
