/** Provinces and large cities of a region, and what a letter may call the region instead. */
interface Region {
  readonly places: readonly string[];
  readonly called: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

const REGIONS: readonly Region[] = [
  { places: words('北京 天津 河北'), called: ['京津冀'] },
  { places: words('上海 江苏 浙江 安徽 杭州 南京 苏州 宁波 合肥 无锡'), called: ['长三角', '沪苏浙'] },
  { places: words('广东 广州 深圳 香港 澳门 东莞 佛山 珠海'), called: ['大湾区', '珠三角', '港澳'] },
  { places: words('重庆 四川 成都'), called: ['成渝', '川渝'] },
  {
    places: words(
      '山西 辽宁 吉林 黑龙江 福建 江西 山东 河南 湖北 湖南 海南 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆',
    ),
    called: [],
  },
  {
    places: words(
      '青岛 大连 厦门 济南 武汉 长沙 郑州 西安 沈阳 长春 哈尔滨 石家庄 太原 福州 南昌 昆明 贵阳 南宁 海口 兰州 西宁 银川 呼和浩特 乌鲁木齐 拉萨 温州 常州',
    ),
    called: [],
  },
];
const NEIGHBOUR = /(隔壁|旁边|邻近?|别的|其他|外地的?)(一?个)?(市|县|区|省|城市|地方)(?!场)/;

/** Whether a folded letter is of a place. */
export type IsOfPlace = (letter: string) => boolean;

/**
 * For each region of which a folded question names a place, the first such place, and then for a neighbour (`隔壁市`):
 * whether a letter is of it. A letter is of a place where it names the place or its region.
 */
export function placesOfMap(folded: string): readonly IsOfPlace[] {
  const named = REGIONS.flatMap(({ places, called }): IsOfPlace[] => {
    const name = firstOf(places, folded);
    return name ? [(letter) => [name, ...called].some((word) => letter.includes(word))] : [];
  });
  return NEIGHBOUR.test(folded) ? [...named, (letter) => NEIGHBOUR.test(letter)] : named;
}

/** The word that stands first in a text; absent where none does. */
const firstOf = (words: readonly string[], text: string): string | undefined =>
  words.filter((word) => text.includes(word)).sort((a, b) => text.indexOf(a) - text.indexOf(b))[0];
