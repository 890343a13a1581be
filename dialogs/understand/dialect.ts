/** Words of the standard language, with those of dialects (方言) that mean the same; a word comes before its parts. */
const DIALECT: readonly (readonly [standard: string, words: readonly string[]])[] = [
  ['为什么', ['点解']],
  ['谁', ['边个', '边位']],
  ['哪里', ['边度']],
  ['多少', ['几多']],
  ['是不是', ['系咪']],
  ['有没有', ['有冇']],
  ['怎么', ['点样', '咋个', '啷个']],
  ['什么', ['乜嘢', '咩嘢', '咩', '啥子']],
  ['那', ['嗰']],
  ['在', ['喺', '响']],
  ['的', ['嘅']],
  ['了', ['咗']],
  ['没有', ['冇']],
  ['不', ['唔']],
  ['找', ['搵']],
  ['给', ['俾', '畀']],
  ['他', ['佢']],
  ['', ['㗎']],
];

/** A folded question in the standard language; its length and offsets may change. */
export const standardise = (folded: string): string =>
  DIALECT.reduce(
    (text, [standard, words]) => words.reduce((said, word) => said.replaceAll(word, standard), text),
    folded,
  );
