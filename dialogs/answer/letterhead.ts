import type { WordFrequency } from '../../indexer/language/wordFrequency.js';
import { memoise } from '../../indexer/memoise.js';
import { SITE_FOOTER } from '../../indexer/parse/boilerplate.js';
import { PHONE } from '../../indexer/parse/contact.js';
import type { Field, Reply } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import { type Span, slice, trim } from '../../indexer/text/span.js';
import { nameOfReply, repliesMeant } from '../retrieve/replyScope.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import type { FieldAsk, LetterheadField } from '../understand/letterheadAsk.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { wordSet } from '../understand/vocabulary.js';
import { type Answer, fieldQuote, type LetterName, type Quote } from './answer.js';

/** Words that speak of the letter itself and name no subject. */
const OF_THE_LETTER = wordSet(
  '答复 回复 复函 回函 回信 来信 信 信件 封信 函 函件 公文 文件 建议 提案 议案 代表 委员 人大代表 政协委员',
  '代表提 代表提的 委员提 委员提的 提 提的 提出 反映 写 发 签 打 拨 打电话 找 问 咨询 联系 联络 回 答 答复 办 办理',
  '单位 部门 机关 机构 局里 科室 衙门 主办 承办 会办 协办 会同 一起 一块 一块儿 共同 联合 研究 商量',
  '电话 号码 手机 座机 热线 联系人 联系电话 联系方式 号 人 叫 姓',
  '日期 时间 那天 哪天 天 年 月 日 落款 成文 签发 签署 盖章 公开 发布 公布 网上 网站',
  '称谓 称呼 抬头 标题 题目 名字 名称 全称 附件 文号 字号 编号 类别 分类 类 具体 最后 原来',
);

/** Rarity, [0, 1], below which a word names no subject. */
const COMMON_WORD = 0.45;
/** How well the name of a letter must hold a term, [0, 1], for the term to be a part of that name. */
const IN_NAME = 0.5;

/** The weight of the words of a clause that name neither the letter itself nor the field asked for. */
function beyondTheLetter(
  terms: readonly QueryTerm[],
  asked: Span,
  clause: Span,
  names: readonly string[],
  wordFrequency: WordFrequency,
): number {
  const named = terms.filter((term) => {
    const { text, start, asks } = term;
    const end = start + text.length;
    if (start < clause.start || end > clause.end) return false;
    // A single character or a very common word names no subject.
    if (asks || text.length === 1 || wordFrequency.rarityOf(text) < COMMON_WORD) return false;
    const inside = start < asked.end && end > asked.start;
    return !inside && !OF_THE_LETTER.has(text) && !names.some((name) => matchOf(term, name) > IN_NAME);
  });
  return named.reduce((sum, { weight }) => sum + weight, 0);
}

/** Which field a question about the letter itself asks for; `undefined` when it asks about its substance. */
export function fieldAsked(
  question: Question,
  replies: readonly Reply[],
  wordFrequency: WordFrequency,
): LetterheadField | undefined {
  const { fields, until } = question.letterhead;
  const terms = question.terms.filter(({ start }) => start < until);
  const names = replies.map(nameOfReply);
  const fits = ({ field, asking, clause }: FieldAsk) =>
    beyondTheLetter(terms, asking, clause, names, wordFrequency) <=
    (FEW_WORDS.has(field) ? MAY_NAME_BY_FEW_WORDS : MAY_NAME);
  return fields.find(fits)?.field;
}

/** Weight of other words in the clause up to which it asks for a field of the letter; a rare word weighs about 8. */
const MAY_NAME = 2.5;
const MAY_NAME_BY_FEW_WORDS = 6;
/** Fields that are asked for by very few words. */
const FEW_WORDS: ReadonlySet<LetterheadField> = new Set(['signer', 'attachment']);

/** Most replies whose fields are laid side by side when the question names none. */
const SIDE_BY_SIDE = 12;

/** A field, quoted from each reply that the question may mean. */
export function letterheadAnswer(
  field: LetterheadField,
  question: Question,
  knowledge: Knowledge,
  current: string | undefined,
): Answer {
  const terms = question.terms.filter(({ text }) => !OF_THE_LETTER.has(text));
  const special = (reply: Reply) => telephoneFor(terms, reply);
  const meant = repliesMeant({ ...question, terms }, knowledge, current).slice(0, SIDE_BY_SIDE);
  // The contact line is that of the lead agency: it does not tell the telephone of another body.
  const other = field === 'contact' && meant.some((reply) => namesOther(question, reply));
  const cut = (reply: Reply) =>
    field !== 'contact' || meant.length === 1 ? fieldQuotes(reply, field) : contactCore(reply);
  const found = meant.flatMap((reply) => (field === 'contact' && special(reply)) || (other ? [] : cut(reply)));
  // A contact line may leave the number blank.
  const blank =
    field === 'contact' && question.answerTypes.includes('phone') && !found.some(({ text }) => /\d{3}/.test(text));
  const quotes = blank ? [] : found;
  if (quotes.length === 0)
    return { outcome: 'not_stated', missing: field, nearest: [], contact: meant[0] && contactQuote(meant[0]) };
  const byId = new Map(meant.map((reply) => [reply.id, reply]));
  const several = new Set(quotes.map(({ replyId }) => replyId)).size > 1;
  const of = quotes.map(({ replyId }) => nameOf(byId.get(replyId)!));
  return { outcome: 'answered', blocks: [{ lead: { kind: 'letterhead', field, ...(several && { of }) }, quotes }] };
}

const namesOther = ({ mentions }: Question, { letterhead }: Reply): boolean =>
  letterhead.coAgencies.some(
    ({ value }) => mentions(foldText(value)) && !foldText(letterhead.leadAgency?.value ?? '').includes(foldText(value)),
  );

/** A short name of a reply: the number of the suggestion, else the agency that answers. */
const nameOf = ({ id, letterhead }: Reply): LetterName => ({
  name: letterhead.number?.value ?? letterhead.leadAgency?.value ?? id,
});

/** The clause of the opening that names all joint agencies: `经会同市教委、市场监管委研究答复如下`. */
function jointClause({ letterhead, ...reply }: Reply): Quote[] | undefined {
  const [first] = letterhead.coAgencies;
  const { opening } = letterhead;
  if (!first || !opening) return undefined;
  const shadow = reply.normalised;
  const inside = letterhead.coAgencies.every(({ start, end }) => start >= opening.start && end <= opening.end);
  const last = letterhead.coAgencies.at(-1)!;
  const before = shadow.slice(opening.start, first.start);
  const from = opening.start + 1 + Math.max(...[',', '\u3002', '”', '》'].map((stop) => before.lastIndexOf(stop)));
  const stop = shadow.slice(last.end).search(/[,。:;\n]/);
  if (!inside || last.start < first.start || stop < 0) return undefined;
  return [fieldQuote({ letterhead, ...reply }, trim(shadow, { start: from, end: last.end + stop }), 'coAgencies')];
}

function fieldQuotes(reply: Reply, field: LetterheadField): Quote[] {
  const { letterhead } = reply;
  const cut = (found: Field<unknown> | undefined) =>
    found && found.end > found.start ? [fieldQuote(reply, found, field)] : [];
  switch (field) {
    case 'coAgencies':
      return jointClause(reply) ?? letterhead.coAgencies.flatMap(cut);
    case 'signed':
      return cut(letterhead.date);
    default:
      return cut(letterhead[field]);
  }
}

/** Share of what is asked that a line must hold beyond the contact line to give the telephone for it, (0, 1). */
const HOLDS_MORE = 0.12;

/** The lines of a letter that print a telephone number. */
const telephoneLines = memoise((reply: Reply): readonly Span[] => {
  const shadow = reply.normalised;
  return [...shadow.matchAll(/[^\n。;]+/g)]
    .map(({ index, 0: words }) => trim(shadow, { start: index, end: index + words.length }))
    .filter((span) => PHONE.test(slice(shadow, span)) && !SITE_FOOTER.test(slice(shadow, span)));
});

/** The line with the telephone number for just this purpose (`消费投诉请拨打`), in a letter that prints several. */
function telephoneFor(terms: readonly QueryTerm[], reply: Reply): Quote[] | undefined {
  const { text, letterhead } = reply;
  const telling = terms.filter((term) => matchOf(term, nameOfReply(reply)) <= IN_NAME);
  const lines = telephoneLines(reply);
  const holdsOfIt = (span: Span) => coverageOf(telling, foldText(slice(text, span)));
  const [best] = lines.map((span) => ({ span, fit: holdsOfIt(span) })).sort((a, b) => b.fit - a.fit);
  const own = letterhead.contact ? holdsOfIt(letterhead.contact) : 0;
  if (lines.length < 2 || !best || best.fit < own + HOLDS_MORE) return undefined;
  return [fieldQuote(reply, best.span, 'contact')];
}

/** The words of a contact line from the unit or person to the telephone number, to show several letters side by side. */
function contactCore(reply: Reply): Quote[] {
  const { contact } = reply.letterhead;
  if (!contact) return [];
  const at = (value: string | undefined) => (value ? reply.text.indexOf(value, contact.start) : -1);
  const { unit, person, phone } = contact.value;
  const phoneAt = at(phone);
  const starts = [at(unit), at(person), phoneAt].filter((start) => start >= 0 && start <= phoneAt);
  if (starts.length === 0) return fieldQuotes(reply, 'contact');
  const span = { start: Math.min(...starts), end: phoneAt + phone!.length };
  return [fieldQuote(reply, span, 'contact')];
}

/** The contact line of a reply, offered when the reply does not answer. */
export function contactQuote(reply: Reply): Quote | undefined {
  return fieldQuotes(reply, 'contact')[0];
}
