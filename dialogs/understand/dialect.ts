/** Words of dialects (方言) that ask or bind, by those of the standard language; the longer first. */
const DIALECT: readonly (readonly [RegExp, string])[] = [
  [/点解|做乜嘢?/g, '为什么'],
  [/边(?:个|位)/g, '谁'],
  [/边度|边处/g, '哪里'],
  [/几多/g, '多少'],
  [/系咪/g, '是不是'],
  [/有冇/g, '有没有'],
  [/点样|点搞|咋个|啷个/g, '怎么'],
  [/乜嘢|咩嘢?|啥子|么子/g, '什么'],
  [/嗰/g, '那'],
  [/[喺响]/g, '在'],
  [/嘅/g, '的'],
  [/咗/g, '了'],
  [/冇/g, '没有'],
  [/唔/g, '不'],
  [/搵/g, '找'],
  [/[俾畀]/g, '给'],
  [/佢/g, '他'],
  [/㗎|喎|啫|嚟/g, ''],
];

/** A folded question in the standard language; characters move. */
export const standardise = (folded: string): string =>
  DIALECT.reduce((text, [word, meaning]) => text.replace(word, meaning), folded);
