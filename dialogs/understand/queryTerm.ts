import type { Library } from '../../indexer/index/library.js';
import { placesIn } from '../../indexer/index/places.js';
import type { Match, Synonym } from '../../indexer/language/thesaurus.js';
import { inDigits } from '../../indexer/text/numeral.js';

/** One thing the question names: a word, or an everyday expression with what replies call it. */
export interface QueryTerm {
  /** Folded. */
  readonly text: string;
  /** Offset in the folded question. */
  readonly start: number;
  readonly synonyms: readonly Synonym[];
  /** How much it tells passages apart: an inverse document frequency, (0, ~8]. */
  readonly weight: number;
  /** It asks for a kind of value, a number of things or a stage (`给多少钱`, `三样`, `下一步`) and names no subject. */
  readonly asks: boolean;
  /** It stands in the story that is told before it is asked. */
  readonly isNarrative: boolean;
  /** What the first of two characters tells of the word, [0, 1]: the rarer tells more, a place word (`里`, `上`) nothing. */
  readonly firstShare: number;
}

const ASKS =
  /^[一二两三四五六七八九十几]+(个|样|件|条|项|点|种|类|大|方面|块|家|位|名|处|次|回)(事情?)?$|^已?经?[做干办搞弄][了过]$|^(下一?(步|阶段)|接下来|[今以往]后|将来|未来|打算|准备|后面|目前|现在|如今|去年|已经|[之以]前|[一总]共|合计|名字)$|谁|哪|多[少久大长]|几[个家名位年月天项成时点]|什么|啥|怎[么样]|咋|如何|何[时处]|为何/;
/** What is asked for directly behind `多少`. */
const COUNTED = /^(钱|块钱?|元|万元?|亿元?|人|家|个|次|户|年|天)$/;
/** Weight of a term that asks, where one that names a subject has 1. */
const ASKING = 0.3;
/** Weight of the commonest word of the language, where the rarest has 1. */
const COMMONEST = 0.3;

export type Knowledge = Pick<Library, 'index' | 'segmenter' | 'thesaurus' | 'stopWords' | 'wordFrequency'>;

/** Inverse document frequency of a word by its rarest gram; words of the corpus's every page come near 0. */
export function idf(word: string, { index }: Pick<Library, 'index'>): number {
  const total = index.passages.length;
  const terms = [...word];
  const grams = word.length < 2 ? [word] : terms.slice(1).map((term, i) => terms[i]! + term);
  const han = grams.filter((gram) => /^\p{sc=Han}+$/u.test(gram));
  const frequencies = (han.length > 0 ? han : [word]).map((gram) => index.frequencyOf(gram));
  const frequency = Math.min(...frequencies);
  return Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
}

/** What a word tells: its rarity in the corpus, less where it is common in the language at large. */
const weightOf = (word: string, knowledge: Knowledge): number =>
  idf(word, knowledge) * (COMMONEST + (1 - COMMONEST) * knowledge.wordFrequency.rarityOf(word));

const PLACE_WORD = /[里上中内外边头下处]$/;
function firstShareOf(word: string, knowledge: Pick<Library, 'index'>): number {
  if (PLACE_WORD.test(word)) return 1;
  const [first, second] = [...word].map((character) => idf(character, knowledge));
  return first! / (first! + second! || 1);
}

/** A verb that is asked by its own denial, `开不开`; a modal one, `能不能`, names nothing at all. */
const DENIED = /(\p{sc=Han}{1,2})[不没]\1/gu;
const MODAL = /可不可以?|([能要会是该用行好对肯算应])[不没]\1(?:以|得|了)?/gu;

/** The question with such verbs said once, every character at its place: `能不能自己` is no `不能自己`. */
const saidOnce = (folded: string): string =>
  folded
    .replace(MODAL, (asked) => ' '.repeat(asked.length))
    .replace(DENIED, (asked, verb: string) => verb.padEnd(asked.length));

/**
 * What a folded question names: expressions of the thesaurus first, misspelt words next, then the segmenter's words;
 * question words, courtesies and function words are dropped.
 */
export function queryTermsOf(folded: string, knowledge: Knowledge, typos: readonly Match[] = []): QueryTerm[] {
  const { segmenter, thesaurus, stopWords } = knowledge;
  // A misspelt word is longer than the entry found inside it; an entry that reaches beyond it stands.
  const inside = insideWords(folded, segmenter);
  const entries = thesaurus
    .lookUp(folded)
    .filter(({ start, end }) => !stopWords.has(folded.slice(start, end)) && !(inside.has(start) && inside.has(end)));
  const heard = typos.filter((typo) =>
    entries.every(
      ({ start, end }) => end <= typo.start || start >= typo.end || (start >= typo.start && end <= typo.end),
    ),
  );
  const named = placesNamed(folded, knowledge.index);
  const apart = (one: Match, others: readonly Match[]) =>
    others.every(({ start, end }) => one.end <= start || one.start >= end);
  const told = heard.filter((typo) => apart(typo, named));
  const listed = entries.filter((entry) => apart(entry, [...named, ...told]));
  const matches = [...named, ...listed, ...told].sort((a, b) => a.start - b.start);
  const terms: QueryTerm[] = [];
  const add = (text: string, start: number, synonyms: readonly Synonym[]) => {
    const asks =
      ASKS.test(text) || (COUNTED.test(text) && /(?:多少|几个?)$/.test(folded.slice(Math.max(0, start - 2), start)));
    const other = inDigits(text);
    terms.push({
      text,
      start,
      synonyms: other ? [...synonyms, { word: other, weight: 1, origin: 'numeral' }] : synonyms,
      asks,
      weight: weightOf(text, knowledge) * (asks ? ASKING : 1),
      isNarrative: false,
      firstShare: text.length === 2 ? firstShareOf(text, knowledge) : 0,
    });
  };
  const once = saidOnce(folded);
  const plain = (from: number, to: number) => {
    let start = from;
    for (const word of withNames(segmenter.cut(once.slice(from, to)), knowledge)) {
      if (/[\p{L}\p{N}]/u.test(word) && !stopWords.has(word)) add(word, start, thesaurus.synonymsOf(word));
      start += word.length;
    }
  };
  let at = 0;
  for (const { start, end, synonyms } of matches) {
    plain(at, start);
    add(folded.slice(start, end), start, synonyms);
    at = end;
  }
  plain(at, folded.length);
  return terms.sort((a, b) => a.start - b.start);
}

/** The places of the letters in a folded question: names that no dictionary has. */
const placesNamed = (folded: string, index: Library['index']): readonly Match[] =>
  placesIn(index).flatMap((place) => {
    const start = folded.indexOf(place);
    return start < 0 ? [] : [{ start, end: start + place.length, synonyms: [] }];
  });

/** Offsets within words of a text, not at their ends: `口服` of `窗口服务` stands between two such. */
export function insideWords(text: string, segmenter: Knowledge['segmenter']): ReadonlySet<number> {
  const inside = new Set<number>();
  let at = 0;
  for (const word of segmenter.cut(text)) {
    for (let i = 1; i < word.length; i++) inside.add(at + i);
    at += word.length;
  }
  return inside;
}

/** The typed words with those that stand side by side joined again: their bigrams reach across words. */
export function joinedTerms(terms: readonly QueryTerm[]): string[] {
  const runs: string[] = [];
  let end = -1;
  for (const { text, start } of terms) {
    if (start === end) runs[runs.length - 1] += text;
    else runs.push(text);
    end = start + text.length;
  }
  return runs;
}

/** Longest name put together from single characters. */
const LONGEST_NAME = 4;

/** Single characters side by side that stand so in the corpus are a name the dictionary lacks: `柏` `岭`. */
function withNames(words: readonly string[], { index, stopWords }: Knowledge): string[] {
  const joined: string[] = [];
  // Whether the last of `joined` is made of single characters.
  let open = false;
  for (const word of words) {
    const single = /^\p{sc=Han}$/u.test(word) && !stopWords.has(word);
    const last = joined.at(-1);
    if (open && single && last!.length < LONGEST_NAME && index.frequencyOf(last!.at(-1)! + word) > 0) {
      joined[joined.length - 1] = last! + word;
    } else {
      joined.push(word);
    }
    open = single;
  }
  return joined;
}
