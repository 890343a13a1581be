import type { Library } from '../../indexer/index/library.js';
import { dayOf, newestFirst, type Reply } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import { coverageOf } from '../retrieve/termMatch.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import type { ReplyListAsk } from '../understand/replyListAsk.js';
import { wordSet } from '../understand/vocabulary.js';
import { type Answer, fieldQuote, type LetterName, type Quote, quote } from './answer.js';
import { subjectOf } from './sections.js';

/** Words of such a question that name no subject. */
const NO_SUBJECT = wordSet(
  '答复 回复 复函 回信 提案 建议 议案 提到 提过 讲到 讲过 说到 说过 谈到 写到 写过 涉及 关于 有关 相关 列出 列一下',
  '哪些 几件 哪几件 多少件 里面 代表 委员 人大 政协 人大代表 政协委员 办理 局里',
);
/** So many letters, `哪几封`, or a year. */
const COUNT_OR_YEAR = /^(?:[几哪多].{0,2}[件份封]信?|20\d\d年?)$/;
/** Share of the subject that the title or one sentence of a letter must hold for the letter to speak of it. */
const SPEAKS_OF = 0.7;
/** Most letters listed. */
const MOST_LISTED = 12;

/**
 * The letters on a subject, or those of a year, an agency, a deputy or a kind: counted, the newest first.
 *
 * @param current id of the letter being talked about
 */
export function replyListAnswer(
  question: Question,
  { index }: Library,
  current: string | undefined,
): Answer | undefined {
  const { listsReplies, mentions } = question;
  if (index.replies.size < 2 || !listsReplies) return undefined;
  const { replies, names } = narrowed(listsReplies, mentions, [...index.replies.values()]);
  // While one letter is being talked about, `代表提了哪些建议` asks what it says.
  if (current && names.length === 0 && !listsReplies.namesLetters) return undefined;
  const subject = subjectOf(question.terms).filter(
    ({ text }) => !NO_SUBJECT.has(text) && !COUNT_OR_YEAR.test(text) && !names.some((name) => name.includes(text)),
  );
  const found = replies
    .flatMap((reply) => {
      const proof = proofOf(reply, subject, index);
      return proof ? [{ reply, proof }] : [];
    })
    .sort((a, b) => newestFirst(a.reply, b.reply));
  if (found.length === 0) return { outcome: 'not_found', nearest: [], offers: [] };
  const shown = found.slice(0, MOST_LISTED);
  return {
    outcome: 'answered',
    blocks: [
      {
        lead: {
          kind: 'count',
          count: found.length,
          leftOut: found.length - shown.length,
          rule: 'replies',
          of: shown.map(({ reply }) => nameOf(reply)),
        },
        quotes: shown.map(({ proof }) => proof),
      },
    ],
  };
}

const nameOf = ({ id, letterhead }: Reply): LetterName => {
  const date = dayOf(letterhead);
  return { name: letterhead.leadAgency?.value ?? id, ...(date && { date }) };
};

/** The letters of the year, kind, body and deputy that the question names, and the words that named them. */
function narrowed(
  { year, kind }: ReplyListAsk,
  mentions: Question['mentions'],
  all: readonly Reply[],
): { replies: readonly Reply[]; names: readonly string[] } {
  const names: string[] = [];
  let replies = all;
  const keep = (fits: (reply: Reply) => string | undefined) => {
    const named = replies.map((reply) => ({ reply, name: fits(reply) })).filter(({ name }) => name);
    if (named.length === 0) return;
    replies = named.map(({ reply }) => reply);
    names.push(...named.map(({ name }) => name!));
  };
  if (year) {
    replies = replies.filter((reply) => dayOf(reply.letterhead)?.startsWith(year));
    names.push(`${year}年`);
  }
  if (kind) replies = replies.filter(({ letterhead }) => letterhead.kind === kind);
  // An agency may be named without its place: `教育局` for `云川市教育局`.
  keep(({ letterhead }) =>
    [letterhead.leadAgency, ...letterhead.coAgencies]
      .map((field) => foldText(field?.value ?? '').replace(/^.*?[省市县区](..)/, '$1'))
      .find((name) => name.length > 1 && mentions(name)),
  );
  keep(({ letterhead }) => letterhead.addressees?.value.map(foldText).find(mentions));
  return { replies, names };
}

/** What shows that a letter is on a subject: its title, else the sentence that holds most of it; without a subject the title. */
function proofOf(reply: Reply, subject: readonly QueryTerm[], index: Library['index']): Quote | undefined {
  const { title, opening, leadAgency } = reply.letterhead;
  const named = title ?? opening ?? leadAgency;
  const name = named && fieldQuote(reply, named, 'title');
  if (subject.length === 0) return name;
  if (name && coverageOf(subject, foldText(name.text)) >= SPEAKS_OF) return name;
  let best: Quote | undefined;
  let most = SPEAKS_OF;
  for (const passage of index.passagesOf(reply.id)) {
    for (const sentence of passage.sentences) {
      const held = coverageOf(subject, sentence.folded);
      if (held < most || (best && held === most)) continue;
      most = held;
      best = quote(reply, sentence, passage.path, sentence.role);
    }
  }
  return best;
}
