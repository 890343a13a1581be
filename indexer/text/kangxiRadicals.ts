/**
 * Radicals that stand for the characters they look like: printing a page to PDF often loses which of the two was meant.
 * Those of the Unicode block "CJK Radicals Supplement" by EquivalentUnifiedIdeograph.txt of the Unicode Character
 * Database, as far as they are characters of their own; those of "Kangxi Radicals" by their compatibility mapping,
 * but 户 in the form that is written today.
 */
const OF_RADICAL: ReadonlyMap<string, string> = new Map(
  (
    '⺁厂 ⺇几 ⺊卜 ⺒巳 ⺓幺 ⺝月 ⺟母 ⺠民 ⺩王 ⺫目 ⺬示 ⺮竹 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻊足 ⻋车 ⻑長 ⻓长 ⻔门 ' +
    '⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻳龟 ⼾户'
  )
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!]),
);

/** The text with characters in place of radicals, unit for unit, and how many were replaced. */
export function withoutRadicals(text: string): { readonly text: string; readonly replaced: number } {
  let replaced = 0;
  const plain = text.replace(/[\u2e80-\u2fdf]/g, (radical) => {
    const character = OF_RADICAL.get(radical) ?? radical.normalize('NFKC');
    if (character !== radical) replaced++;
    return character;
  });
  return { text: plain, replaced };
}
