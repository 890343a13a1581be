import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A letter made up for measuring. */
export interface MadeUp {
  readonly id: string;
  readonly text: string;
}

/** Places that stand for the one of the pattern. */
const PLACES = '东山 西河 南浦 北原 清江 白石 金沙 石门 长岭 永宁 安平 太和 新桥 古田 平湖 双流'.split(' ');
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];

/** Numbers in [0, 1) that are the same in every run (Park and Miller, 1988). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * Letters on the pattern of real ones: paragraphs of a kind taken from any of them, their figures, places and names
 * changed, so that words repeat as they do in the letters of one city and no two letters are the same.
 *
 * @param folder the letters taken as patterns
 */
export function madeUpLetters(folder: string, count: number): MadeUp[] {
  const patterns = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const next = numbers(20191);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  return Array.from({ length: count }, (_, n) => {
    const pattern = pick(patterns);
    const place = pick(PLACES);
    const lines = pattern.map((line, at) => {
      // A long paragraph in the middle may come from another letter; the frame is the pattern's.
      const middle = at > pattern.length * 0.25 && at < pattern.length * 0.75;
      const from = middle && line.length > 60 && next() < 0.5 ? pick(pattern) : line;
      return from
        .replaceAll('云川', place)
        .replace(/\p{sc=Han}某某/gu, () => `${pick(SURNAMES)}某某`)
        .replace(/(?<![\d年])\d(?=\d*(?:[.\d]*)(?: ?[万亿个家项处名户座条元%]))/g, () =>
          String(1 + Math.floor(next() * 9)),
        );
    });
    return { id: `made-${n}`, text: lines.join('\n') };
  });
}
